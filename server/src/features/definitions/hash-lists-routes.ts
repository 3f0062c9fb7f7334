import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { HASH_LIST_BYTES_MAX, type HashList, hashListRoutes } from '@companyaccount/contract/hash-lists';
import { transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { maybePerson, personOf, withdrawalOf } from './definitions-present.ts';
import { readDetectionName } from './detection-name.ts';
import { approveHashList, dropHashList, withdrawHashList } from './edit-hash-list.ts';
import { hashListActions } from './hash-list.ts';
import { type HashListRow, listHashListRows, loadHashList } from './hash-lists-store.ts';
import { createHashList } from './import-hash-list.ts';

const presentHashList = (row: HashListRow): HashList => ({
  id: row.id,
  name: row.name,
  note: row.note,
  state: row.state,
  counts: { lines: row.lines, accepted: row.accepted, duplicates: row.duplicates, refused: row.refused },
  refusedLines: row.refused_lines,
  author: personOf(row.author_id, row.author_name),
  approver: maybePerson(row.approver_id, row.approver_name),
  withdrawal: withdrawalOf(row),
  actions: hashListActions(row.state, row.accepted),
  createdAt: row.created_at.toISOString(),
});

/** Handlers of imported lists of hashes. */
export function hashListHandlers({ db, blobs, clock, config }: Platform): Handlers<typeof hashListRoutes> {
  const { singleAnalyst } = config.definitions;

  /** Keeps a file as it comes, and tells its digest. Refuses one that is too large. */
  async function keepFile(body: unknown): Promise<{ blobId: string; digest: string }> {
    const blobId = newId();
    const digest = createHash('sha256');
    let size = 0;
    async function* told(source: AsyncIterable<Buffer>) {
      for await (const part of source) {
        size += part.length;
        if (size > HASH_LIST_BYTES_MAX) throw new Refusal('payload_too_large');
        digest.update(part);
        yield part;
      }
    }
    await blobs.create(blobId);
    try {
      if (body instanceof Readable) await blobs.append(blobId, told(body), { at: 0 });
      await blobs.finish(blobId);
    } catch (error) {
      await blobs.remove(blobId);
      throw error;
    }
    return { blobId, digest: digest.digest('hex') };
  }

  return {
    listHashLists: async ({ query }) =>
      page(hashListRoutes.listHashLists, { query }, await listHashListRows(db, query), presentHashList, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      })),
    createHashList: async ({ actor, query: { name, note = '' }, request, idempotencyKey: key }) => {
      // Before a large file is kept for nothing.
      if (readDetectionName(name) === null) throw refuseField('/name', 'invalid');
      if (Number(request.headers['content-length']) > HASH_LIST_BYTES_MAX) throw new Refusal('payload_too_large');
      const { blobId, digest } = await keepFile(request.body);
      let used = false;
      try {
        return await transact(db, scopeOf(actor), async (tx) => {
          const body = { name, note, digest };
          const onceKey = { personId: actor.personId, companyId: null, route: 'createHashList', key, body };
          const id = await once(tx, onceKey, async (proposed) => {
            await createHashList(tx, { id: proposed, name, note, blobId, authorId: actor.personId, at: clock() });
            used = true;
            return proposed;
          });
          return presentHashList(await loadHashList(tx, id));
        }).catch((error: unknown) => {
          used = false;
          throw error;
        });
      } finally {
        if (!used) await blobs.remove(blobId);
      }
    },
    getHashList: async ({ params: { id } }) => presentHashList(await loadHashList(db, id)),
    approveHashList: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await approveHashList(tx, id, { approverId: actor.personId, singleAnalyst });
        return presentHashList(await loadHashList(tx, id));
      }),
    dropHashList: async ({ actor, params: { id } }) => transact(db, scopeOf(actor), (tx) => dropHashList(tx, id)),
    withdrawHashList: async ({ actor, params: { id }, body: { reason } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await withdrawHashList(tx, id, { personId: actor.personId, reason, at: clock() });
        return presentHashList(await loadHashList(tx, id));
      }),
  };
}
