import { createHash } from 'node:crypto';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';

/** Stands for one creating call: repeating it under the same key makes nothing new. */
export interface OnceKey {
  personId: string;
  companyId: string | null;
  route: string;
  /** null: the caller asks for no such protection. */
  key: string | null;
  body: unknown;
}

/**
 * Runs `create` once per key and answers with the id of what it made, which is best the one proposed to it; a repeat
 * answers with the same id. The key's row
 * is written first and in the same transaction, so a parallel double waits for the first to end. The same key with
 * another body is refused.
 */
export async function once(
  tx: Tx,
  { personId, companyId, route, key, body }: OnceKey,
  create: (id: string) => Promise<string>,
): Promise<string> {
  const expected = newId();
  if (key === null) return create(expected);
  const hash = createHash('sha256').update(JSON.stringify(body)).digest();
  const mine = { person_id: personId, route, key };
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('app.idempotency_keys')
    .values({ ...mine, company_id: companyId, body_hash: hash, resource_id: expected })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) {
    const id = await create(expected);
    if (id === expected) return id;
    await tx
      .updateTable('app.idempotency_keys')
      .set({ resource_id: id })
      .where((eb) => eb.and(mine))
      .execute();
    return id;
  }
  const known = await tx
    .selectFrom('app.idempotency_keys')
    .select(['body_hash', 'resource_id'])
    .where((eb) => eb.and(mine))
    .executeTakeFirst();
  if (known?.resource_id == null || !known.body_hash.equals(hash)) throw new Refusal('idempotency_key_reused');
  return known.resource_id;
}
