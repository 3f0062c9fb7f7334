import { BATCH_RESULT_DAYS, type CreateLicenseBatch } from '@companyaccount/contract/license-batches';
import { generateActivationCode } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Agent } from '#platform/http/actor.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import {
  dropTakenCodes,
  insertBatch,
  insertFileRows,
  insertSameRows,
  issuePrepared,
  lockRunningBatch,
  type PreparedRow,
  prepareRows,
  takeOpenRows,
} from './batches-store.ts';
import { refuseBadTerms } from './issue-one-license.ts';
import type { LicenseFileRow } from './license-file.ts';
import { announceLicense } from './tell-license-change.ts';

/** The job that issues the licenses of a batch. */
export const BATCH_TASK = 'license-batches.issue';

async function startBatch(tx: Tx, batchId: string, source: string, total: number): Promise<string> {
  await enqueue(tx, BATCH_TASK, { batchId }, { key: `${BATCH_TASK}:${batchId}` });
  await audit(tx, 'license_batch.started', { type: 'license_batch', id: batchId }, { source, total });
  return batchId;
}

/** Starts to issue many licenses on the same terms; answers with the id of the batch. */
export async function createBatch(
  tx: Tx,
  { personId }: Agent,
  {
    count,
    productId,
    planId,
    seats,
    reference = null,
    ...validity
  }: Omit<CreateLicenseBatch, 'reference'> & {
    reference?: string | null;
  },
  at: Date,
): Promise<string> {
  const validFrom = validity.validFrom === undefined ? at : new Date(validity.validFrom);
  const validUntil = validity.validUntil === null ? null : new Date(validity.validUntil);
  await refuseBadTerms(tx, { productId, planId, validFrom, validUntil });
  const id = await insertBatch(tx, { source: 'terms', total: count, personId, at });
  await insertSameRows(tx, id, count, { productId, planId, seats, validFrom, validUntil, reference });
  return startBatch(tx, id, 'terms', count);
}

/** Starts to issue the licenses of a file that has no problems; answers with the id of the batch. */
export async function importRows(
  tx: Tx,
  { personId }: Agent,
  rows: readonly LicenseFileRow[],
  at: Date,
): Promise<string> {
  const id = await insertBatch(tx, { source: 'file', total: rows.length, personId, at });
  await insertFileRows(tx, id, rows, at);
  return startBatch(tx, id, 'file', rows.length);
}

/** Rows a transaction gives codes to. */
const STEP = 2000;

/** Gives the next rows their codes; answers whether there were any. */
async function prepareStep(tx: Tx, { keyring, config }: Platform, batchId: string): Promise<boolean> {
  const open = await takeOpenRows(tx, batchId, STEP);
  if (open.length === 0) return false;
  const rows = open.map(({ row, number }): PreparedRow => {
    const licenseId = newId();
    const code = generateActivationCode();
    return {
      row,
      licenseId,
      serial: `${config.serialPrefix}-${number}`,
      codeHash: keyring.keyedHash('code-hash', code),
      sealedCode: keyring.seal('code', Buffer.from(code), licenseId),
    };
  });
  await prepareRows(tx, batchId, rows);
  return true;
}

const DAY_MS = 86_400_000;

/** Issues all licenses of a prepared batch in one transaction; answers false when some need another code first. */
async function finish(tx: Tx, platform: Platform, batchId: string): Promise<boolean> {
  const batch = await lockRunningBatch(tx, batchId);
  if (batch === undefined) return true;
  if ((await dropTakenCodes(tx, batchId)) > 0) return false;
  const now = platform.clock();
  await issuePrepared(tx, batchId, now, new Date(now.getTime() + BATCH_RESULT_DAYS * DAY_MS));
  await audit(tx, 'license_batch.issued', { type: 'license_batch', id: batchId }, { total: batch.total });
  await announceLicense(tx, null);
  return true;
}

/**
 * Gives every row of a batch its code, in steps that are kept, and then issues all of them at once: a batch that was cut
 * off goes on where it was, and nobody ever sees half of one. Key files are signed later, when somebody asks for them.
 */
export async function issueBatch(platform: Platform, batchId: string): Promise<void> {
  const step = <T>(work: (tx: Tx) => Promise<T>) => transact(platform.db, SYSTEM, work);
  do {
    while (await step((tx) => prepareStep(tx, platform, batchId)));
  } while (!(await step((tx) => finish(tx, platform, batchId))));
}
