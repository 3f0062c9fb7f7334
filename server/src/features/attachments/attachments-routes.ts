import type { attachmentRoutes } from '@companyaccount/contract/attachments';
import { create as contentDisposition } from 'content-disposition';
import { ownCompany } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Tx } from '#platform/db/database.ts';
import { type Agent, isMember, type Member, scopeOf } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { mayDownload } from './attachment.ts';
import { loadAttachment } from './attachments-access.ts';
import { parseByteRange } from './byte-range.ts';
import type { RequestDoor } from './request-door.ts';
import { uploadHandlers } from './uploads-routes.ts';
import { loadStorage } from './uploads-store.ts';

/** Whatever came from outside, a browser must neither run it nor find something else in it than it was told. */
const INERT = {
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** Handlers of uploads, and of the download of originals and previews. */
export function attachmentHandlers(
  platform: Platform,
  door: Pick<RequestDoor, 'assertMayRead'>,
): Handlers<typeof attachmentRoutes> {
  const { db, blobs } = platform;
  const load = async (tx: Tx, actor: Member | Agent, id: string) => {
    const row = await loadAttachment(tx, actor, id, door);
    if (!mayDownload(row.state, isMember(actor) ? 'customer' : 'vendor')) throw new Refusal('forbidden');
    return row;
  };
  return {
    ...uploadHandlers(platform),
    getStorage: async ({ actor, params }) =>
      transact(db, scopeOf(actor), (tx) => loadStorage(tx, ownCompany(actor, params.id))),
    async getAttachment({ params, actor, request, reply }) {
      const etag = `"${params.id}"`;
      // The content behind an id never changes, so a condition can only name this or something foreign.
      const condition = request.headers['if-range'];
      const wanted = condition === undefined || condition === etag ? request.headers.range : undefined;
      const { file, range } = await transact(db, scopeOf(actor), async (tx) => {
        const row = await load(tx, actor, params.id);
        const part = parseByteRange(wanted, row.size);
        // One entry per download, not one per piece of it.
        if (part === 'whole' || (part !== 'unsatisfiable' && part.start === 0)) {
          await audit(tx, 'attachment.downloaded', { type: 'attachment', id: row.id }, {}, row.company_id);
        }
        return { file: row, range: part };
      });
      void reply.header('accept-ranges', 'bytes');
      if (range === 'unsatisfiable') {
        void reply.header('content-range', `bytes */${file.size}`);
        throw new Refusal('range_not_satisfiable');
      }
      const { start, end } = range === 'whole' ? { start: 0, end: file.size } : range;
      const content = await blobs.read(file.blob_id, { start, end });
      if (range !== 'whole') void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${file.size}`);
      void reply.headers({
        ...INERT,
        'content-type': 'application/octet-stream',
        'content-disposition': contentDisposition(file.name),
        'content-length': end - start,
        'cache-control': 'private, no-store',
        etag,
      });
      await reply.send(content);
    },
    async getAttachmentPreview({ params, actor, request, reply }) {
      const file = await transact(db, scopeOf(actor), (tx) => load(tx, actor, params.id));
      if (file.preview_type === null || file.preview_blob_id === null) throw new Refusal('not_found');
      // The browser may keep it, but asks each time, since the right to see it may be gone.
      const etag = `"${file.preview_blob_id}"`;
      void reply.headers({ ...INERT, 'cache-control': 'private, no-cache', etag });
      if (request.headers['if-none-match'] === etag) {
        await reply.code(304).send();
        return;
      }
      const content = await blobs.read(file.preview_blob_id);
      void reply.headers({ 'content-type': file.preview_type, 'content-disposition': 'inline' });
      await reply.send(content);
    },
  };
}
