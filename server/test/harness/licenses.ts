import { randomUUID } from 'node:crypto';
import { issueLicense } from '#features/licensing/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { TestApp } from './test-app.ts';

interface Change {
  state?: 'active' | 'suspended' | 'revoked';
  validUntil?: Date | null;
}

/** Issues a license that nobody has claimed. */
export async function newLicense(
  { platform: { db, keyring } }: TestApp,
  { state = 'active', validUntil = null }: Change = {},
): Promise<{ id: string; code: string }> {
  return transact(db, SYSTEM, async (tx) => {
    const product = await tx
      .selectFrom('app.products')
      .select('id')
      .where('name', '=', 'Northlight Server')
      .executeTakeFirstOrThrow();
    const plan = await tx.selectFrom('app.support_plans').select('id').executeTakeFirstOrThrow();
    const { id, activationCode } = await issueLicense(tx, keyring, {
      serial: `T-${randomUUID()}`,
      productId: product.id,
      planId: plan.id,
      seats: 10,
      validFrom: new Date('2026-01-01'),
      validUntil,
    });
    await tx.updateTable('app.licenses').set({ state }).where('id', '=', id).execute();
    return { id, code: activationCode };
  });
}

/** Changes a license behind its owner's back, as the vendor may at any time. */
export async function changeLicense({ platform }: TestApp, id: string, { state, validUntil }: Change): Promise<void> {
  await platform.db
    .updateTable('app.licenses')
    .set({
      ...(state === undefined ? {} : { state }),
      ...(validUntil === undefined ? {} : { valid_until: validUntil }),
    })
    .where('id', '=', id)
    .execute();
}

/** One of the key files of a license. */
export async function keyFileOf(test: TestApp, licenseId: string): Promise<string> {
  await test.runJobs();
  const { text } = await test.platform.db
    .selectFrom('app.key_files')
    .select('text')
    .where('license_id', '=', licenseId)
    .orderBy('component_id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return text;
}
