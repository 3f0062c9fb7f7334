import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { LICENSE_FILE_BYTES_MAX, licenseBatchRoutes } from '@companyaccount/contract/license-batches';
import { create as contentDisposition } from 'content-disposition';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { listBatchRows, loadBatchRow, loadOffer, presentBatch } from './batches-store.ts';
import { exportBatch } from './export-batch.ts';
import { createBatch, importRows } from './issue-batch.ts';
import { readLicenseFile } from './license-file.ts';

/** The whole of a file as it comes; refuses one that is too large as soon as that is known. */
async function readBody(body: unknown): Promise<Buffer> {
  if (!(body instanceof Readable)) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    // The rest is read and dropped, so that the caller hears the answer.
    if (size <= LICENSE_FILE_BYTES_MAX) parts.push(part);
    else parts.length = 0;
  }
  if (size > LICENSE_FILE_BYTES_MAX) throw new Refusal('payload_too_large');
  return Buffer.concat(parts);
}

/** Handlers of licenses issued by the thousand. */
export function batchHandlers(platform: Platform): Handlers<typeof licenseBatchRoutes> {
  const { db, clock } = platform;
  return {
    listLicenseBatches: async ({ query }) =>
      page(licenseBatchRoutes.listLicenseBatches, { query }, await listBatchRows(db, query), presentBatch, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      })),
    createLicenseBatch: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createLicenseBatch', key, body };
        const id = await once(tx, onceKey, () => createBatch(tx, actor, body, clock()));
        return presentBatch(await loadBatchRow(tx, id));
      }),
    checkLicenseFile: async ({ request }) =>
      (await readLicenseFile(await readBody(request.body), await loadOffer(db))).report,
    importLicenseFile: async ({ actor, request, idempotencyKey: key }) => {
      const bytes = await readBody(request.body);
      const { rows, report } = await readLicenseFile(bytes, await loadOffer(db));
      if (report.problemCount > 0) throw new Refusal('license_file_refused');
      const body = createHash('sha256').update(bytes).digest('hex');
      return transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'importLicenseFile', key, body };
        const id = await once(tx, onceKey, () => importRows(tx, actor, rows, clock()));
        return presentBatch(await loadBatchRow(tx, id));
      });
    },
    getLicenseBatch: async ({ params: { id } }) => presentBatch(await loadBatchRow(db, id)),
    async downloadLicenseBatch({ actor, params: { id }, reply }) {
      await transact(db, scopeOf(actor), async (tx) => {
        const batch = await loadBatchRow(tx, id);
        if (batch.result_until === null) throw new Refusal('conflict');
        if (batch.result_until <= clock()) throw new Refusal('result_expired');
        await audit(tx, 'license_batch.codes_downloaded', { type: 'license_batch', id }, { total: batch.total });
      });
      await reply
        .headers({
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': contentDisposition(`licenses-${id.slice(-8)}.csv`),
          'cache-control': 'private, no-store',
        })
        .send(Readable.from(exportBatch(platform, id)));
    },
  };
}
