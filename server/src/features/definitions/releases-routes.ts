import { type LabRelease, type Release, releaseRoutes } from '@companyaccount/contract/releases';
import { findCredential } from '#features/scanners/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { cameByPrivateWay } from '#platform/http/private-way.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { startBuild } from './build-release.ts';
import { publishRelease } from './publish-release.ts';
import { changesOf, countChanges } from './release.ts';
import { releaseFeed } from './release-feed.ts';
import { loadComposition } from './releases-store.ts';
import {
  findChanges,
  listChanges,
  listFiles,
  listReleaseRows,
  loadPublishedRow,
  loadReleaseRow,
  releaseCursor,
  type ReleaseRow,
} from './releases-views.ts';
import { definitionFiles } from './send-definition-file.ts';

const PENDING_SHOWN = 1000;
const FEED_SIZE = 50;

const presentLab = (row: ReleaseRow): LabRelease => ({
  id: row.id,
  number: row.number,
  state: row.state,
  person: { id: row.person_id, name: row.person_name },
  publisher: row.publisher_id === null ? null : { id: row.publisher_id, name: row.publisher_name ?? '' },
  report: row.report,
  counts: row.counts,
  createdAt: row.created_at.toISOString(),
  publishedAt: row.published_at?.toISOString() ?? null,
});

const presentPublic = (row: ReleaseRow): Release => ({
  number: row.number,
  publishedAt: (row.published_at ?? row.created_at).toISOString(),
  counts: row.counts,
});

const showRelease = async (db: Db | Tx, id: string) => ({
  release: presentLab(await loadReleaseRow(db, id)),
  changes: await listChanges(db, id),
});

/** Handlers of definition releases: how they come to be, and what everybody gets of them. */
export function releaseHandlers(platform: Platform): Handlers<typeof releaseRoutes> {
  const { db, clock, config, publicUrl } = platform;
  const files = definitionFiles(platform);
  const sendFile: Handlers<typeof releaseRoutes>['getDefinitionFile'] = async ({
    params: { file },
    request,
    reply,
  }) => {
    const { headers } = request;
    const caller = await findCredential(
      db,
      { authorization: headers.authorization, address: request.ip, isPrivate: cameByPrivateWay(request) },
      clock(),
    );
    const found = await files.find({
      file,
      caller,
      userAgent: headers['user-agent'],
      ifModifiedSince: headers['if-modified-since'],
      ifNoneMatch: headers['if-none-match'],
    });
    // No Last-Modified: its second is too coarse, and clients compare it with clocks of their own.
    void reply.headers({ etag: found.etag, 'cache-control': 'no-cache', 'content-type': 'application/octet-stream' });
    if (found.content === null) {
      await reply.code(304).send();
      return;
    }
    if (found.scannerId !== null) files.noteWhenSent(reply.raw, found.scannerId, file, found);
    await reply.header('content-length', found.size).send(found.content);
  };
  return {
    getPendingRelease: async () => {
      const composition = await loadComposition(db);
      const changes = changesOf(composition);
      return {
        changes: changes.slice(0, PENDING_SHOWN).map(({ thing, change, name }) => ({ thing, change, name })),
        counts: countChanges(changes),
        detections: composition.detections.filter(({ state }) => state !== 'withdrawn').length,
        name: config.definitions.name,
      };
    },
    listLabReleases: async ({ query }) =>
      page(
        releaseRoutes.listLabReleases,
        { query },
        await listReleaseRows(db, query, { published: false }),
        presentLab,
        releaseCursor,
      ),
    buildRelease: async ({ actor }) =>
      transact(db, scopeOf(actor), async (tx) => showRelease(tx, await startBuild(tx, actor.personId, clock()))),
    getLabRelease: async ({ params: { id } }) => showRelease(db, id),
    publishRelease: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await publishRelease(tx, id, actor.personId, clock());
        return showRelease(tx, id);
      }),
    listReleases: async ({ query }) =>
      page(
        releaseRoutes.listReleases,
        { query },
        await listReleaseRows(db, query, { published: true }),
        presentPublic,
        releaseCursor,
      ),
    getRelease: async ({ params: { number } }) => {
      const row = await loadPublishedRow(db, number);
      const released = await listFiles(db, row.id);
      return {
        ...presentPublic(row),
        changes: await listChanges(db, row.id),
        files: released.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
      };
    },
    lookUpDefinition: async ({ query }) => {
      if (query.hash === undefined && query.name === undefined) throw refuseField('/hash', 'required');
      const rows = await findChanges(db, query);
      return {
        data: rows.map(({ published_at: at, ...row }) => ({ ...row, publishedAt: at?.toISOString() ?? '' })),
      };
    },
    async getReleaseFeed({ reply }) {
      const rows = await listReleaseRows(db, { 'page[size]': FEED_SIZE - 1 }, { published: true });
      const entries = rows.map((row) => ({ ...row, publishedAt: row.published_at ?? row.created_at }));
      await reply
        .header('content-type', 'application/atom+xml; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(releaseFeed(publicUrl(), config.vendorName, entries));
    },
    getDefinitionFile: sendFile,
    getYaraFile: async (call) => {
      if (!call.params.file.endsWith('.yar')) throw new Refusal('not_found');
      await sendFile(call);
    },
  };
}
