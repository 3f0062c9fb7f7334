import type { IssueLicense } from '@companyaccount/contract/admin-licensing';
import { issueLicense, nextSerial } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { refuseField } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { isOffered } from './licenses-store.ts';
import { announceLicense } from './tell-license-change.ts';

/** Refuses terms that cannot be sold: an unknown or archived product or plan, an end before the beginning. */
export async function refuseBadTerms(
  tx: Tx,
  {
    productId,
    planId,
    validFrom,
    validUntil,
  }: { productId?: string; planId?: string; validFrom: Date; validUntil: Date | null },
): Promise<void> {
  if (productId !== undefined && !(await isOffered(tx, 'app.products', productId))) {
    throw refuseField('/productId', 'not_one_of');
  }
  if (planId !== undefined && !(await isOffered(tx, 'app.support_plans', planId))) {
    throw refuseField('/planId', 'not_one_of');
  }
  if (validUntil !== null && validUntil <= validFrom) throw refuseField('/validUntil', 'too_small');
}

/** Issues one license; answers with its id. */
export async function issueOneLicense(
  tx: Tx,
  { keyring, config }: Pick<Platform, 'keyring' | 'config'>,
  { productId, planId, seats, reference, ...validity }: IssueLicense,
  now: Date,
): Promise<string> {
  const validFrom = validity.validFrom === undefined ? now : new Date(validity.validFrom);
  const validUntil = validity.validUntil === null ? null : new Date(validity.validUntil);
  await refuseBadTerms(tx, { productId, planId, validFrom, validUntil });
  const serial = await nextSerial(tx, config.serialPrefix);
  const { id } = await issueLicense(tx, keyring, {
    serial,
    productId,
    planId,
    seats,
    validFrom,
    validUntil,
    ...(reference === undefined ? {} : { reference }),
  });
  await audit(tx, 'license.issued', { type: 'license', id }, { serial, productId, planId, seats });
  await announceLicense(tx, null);
  return id;
}
