import { buffer } from 'node:stream/consumers';
import { routeUrl } from '@companyaccount/contract/client';
import { sampleRoutes } from '@companyaccount/contract/samples';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { RUN_MIN } from './content-strings.ts';
import { createPool } from './create-pool.ts';
import { lockedArchive, openDownload, prepareDownload } from './download-sample.ts';
import { findBytes, startAt } from './find-bytes.ts';
import { findSimilar } from './find-similar.ts';
import { listStrings, openStructure } from './open-sample.ts';
import { findSample } from './samples-access.ts';

/** However it is opened, nothing of it may run, be guessed at, or stay behind. */
const INERT = {
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
};

/** Handlers of what is in a sample. */
export function sampleHandlers({ db, blobs, clock, config }: Platform): Handlers<typeof sampleRoutes> {
  const reader = { blobs, bounds: config.lab, viewers: createPool('sample-worker.ts', config.lab) };
  return {
    prepareSampleDownload: async ({ actor, params }) => {
      const made = await transact(db, scopeOf(actor), (tx) => prepareDownload(tx, actor, params.sha256, clock()));
      const link = routeUrl(sampleRoutes.downloadSample, { params, query: { link: made.token } });
      return { link, expiresAt: made.expiresAt.toISOString() };
    },

    downloadSample: async ({ actor, params, query, reply }) => {
      const at = clock();
      const sample = await transact(db, scopeOf(actor), (tx) => openDownload(tx, actor, params.sha256, query.link, at));
      const name = sample.sha256.toString('hex');
      const content = await blobs.read(sample.blob_id);
      void reply.headers({
        ...INERT,
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${name}.zip"`,
      });
      await reply.send(lockedArchive(name, content, at));
    },

    getSampleBytes: async ({ params, query: { offset = 0, length = 4096 } }) => {
      const sample = await findSample(db, params.sha256);
      const { start, size } = startAt(sample, offset);
      const part = await buffer(await blobs.read(sample.blob_id, { start, end: Math.min(size, start + length) }));
      return { offset: start, size, hex: part.toString('hex') };
    },

    findInSample: async ({ params, query: { bytes, offset = 0 } }) =>
      findBytes(blobs, await findSample(db, params.sha256), Buffer.from(bytes, 'hex'), offset),

    listSampleStrings: async ({ params, query: { offset = 0, q = '', min = RUN_MIN } }) =>
      listStrings(reader, await findSample(db, params.sha256), { offset, q, min }),

    getSampleStructure: async ({ params }) => openStructure(reader, await findSample(db, params.sha256)),

    listSimilarSamples: async ({ params }) => ({ data: await findSimilar(db, await findSample(db, params.sha256)) }),
  };
}
