import {
  type CleanCollection,
  type CleanFile,
  cleanCollectionRoutes,
  type KnownClean,
} from '@companyaccount/contract/clean-collection';
import type { Db, Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import {
  type CleanFileRow,
  findKnownClean,
  listCleanFileRows,
  loadCleanCollection,
  loadCleanFile,
} from './clean-collection-store.ts';
import { personOf } from './definitions-present.ts';
import { addCleanFile, chooseFile, removeCleanFile } from './edit-clean-files.ts';
import { INDEX_TASK } from './index-clean-folders.ts';

const presentCleanFile = (row: CleanFileRow): CleanFile => ({
  id: row.id,
  sha256: row.sha256,
  name: row.name,
  size: Number(row.size),
  reason: row.reason,
  author: personOf(row.author_id, row.author_name),
  createdAt: row.created_at.toISOString(),
});

async function showCollection(db: Db | Tx): Promise<CleanCollection> {
  const { folders, added } = await loadCleanCollection(db);
  return {
    folders: folders.map((row) => ({
      path: row.path,
      files: row.files,
      bytes: Number(row.bytes),
      unreadable: row.unreadable,
      missing: row.missing,
      indexing: row.indexing_since !== null,
      indexedAt: row.indexed_at?.toISOString() ?? null,
    })),
    added: { files: added.files, bytes: Number(added.bytes) },
  };
}

/** Where the clean collection has a file; null: nowhere. */
export async function showKnownClean(tx: Tx, sha256: string): Promise<KnownClean | null> {
  const { file, paths } = await findKnownClean(tx, sha256);
  if (file === undefined && paths.length === 0) return null;
  return { file: file === undefined ? null : presentCleanFile(file), paths };
}

/** Handlers of the clean collection. */
export function cleanCollectionHandlers(platform: Platform): Handlers<typeof cleanCollectionRoutes> {
  const { db, clock } = platform;
  return {
    getCleanCollection: async () => showCollection(db),
    indexCleanFolders: async ({ actor }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await enqueue(tx, INDEX_TASK, { force: true }, { key: INDEX_TASK });
        return showCollection(tx);
      }),
    listCleanFiles: async ({ query }) =>
      page(
        cleanCollectionRoutes.listCleanFiles,
        { query },
        await listCleanFileRows(db, query),
        presentCleanFile,
        (row) => ({
          value: row.created_at.toISOString(),
          id: row.id,
        }),
      ),
    addCleanFile: async ({ actor, body, idempotencyKey: key }) => {
      const { personId } = actor;
      const onceKey = { personId, companyId: null, route: 'addCleanFile', key, body };
      const file = await chooseFile(platform, body, personId);
      return transact(db, scopeOf(actor), async (tx) => {
        const id = await once(tx, onceKey, (proposed) =>
          addCleanFile(tx, file, { id: proposed, reason: body.reason.trim(), authorId: personId, at: clock() }),
        );
        return presentCleanFile(await loadCleanFile(tx, id));
      });
    },
    removeCleanFile: async ({ actor, params: { id } }) => transact(db, scopeOf(actor), (tx) => removeCleanFile(tx, id)),
  };
}
