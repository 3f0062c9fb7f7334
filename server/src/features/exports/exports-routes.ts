import { exportRoutes } from '@companyaccount/contract/exports';
import { create as contentDisposition } from 'content-disposition';
import { ownCompany } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { createExport, exportCompany } from './create-export.ts';
import { deleteExport } from './delete-export.ts';
import { fileNameOf, MEDIA_TYPES } from './export-table.ts';
import { exportCursor, listExportRows, loadExport, ownerOf, presentExport } from './exports-access.ts';

/** Handlers of requests as files. */
export function exportHandlers({ db, blobs, clock }: Platform): Handlers<typeof exportRoutes> {
  return {
    exportCompany: async ({ actor, params, idempotencyKey: key }) => {
      const body = { company: ownCompany(actor, params.id) };
      return transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { ...ownerOf(actor), route: 'exportCompany', key, body };
        const id = await once(tx, onceKey, (proposed) => exportCompany(tx, actor, clock(), proposed));
        return presentExport(await loadExport(tx, actor, id));
      });
    },
    createExport: async ({ actor, query, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { ...ownerOf(actor), route: 'createExport', key, body: query };
        const id = await once(tx, onceKey, (proposed) => createExport(tx, actor, query, clock(), proposed));
        return presentExport(await loadExport(tx, actor, id));
      }),
    listExports: async ({ actor, query }) =>
      transact(db, scopeOf(actor), async (tx) =>
        page(exportRoutes.listExports, { query }, await listExportRows(tx, actor, query), presentExport, exportCursor),
      ),
    getExport: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => presentExport(await loadExport(tx, actor, id))),
    async downloadExport({ actor, params: { id }, reply }) {
      const { file, blobId, size } = await transact(db, scopeOf(actor), async (tx) => {
        const row = await loadExport(tx, actor, id);
        if (row.state !== 'done' || row.blob_id === null) throw new Refusal('conflict');
        if (row.expires_at <= clock()) throw new Refusal('result_expired');
        await audit(tx, 'export.downloaded', { type: 'export', id }, { format: row.format, requests: row.written });
        return { file: presentExport(row), blobId: row.blob_id, size: row.size ?? 0 };
      });
      const content = await blobs.read(blobId);
      await reply
        .headers({
          'content-type': MEDIA_TYPES[file.format],
          'content-disposition': contentDisposition(fileNameOf(file.createdAt.slice(0, 10), file)),
          'content-length': size,
          'cache-control': 'private, no-store',
        })
        .send(content);
    },
    deleteExport: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), (tx) => deleteExport(tx, actor, id, clock())),
  };
}
