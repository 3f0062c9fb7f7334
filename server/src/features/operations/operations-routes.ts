import { openApiDocument } from '@companyaccount/contract/openapi';
import type { operationRoutes } from '@companyaccount/contract/operations';
import { isMigrated } from '#platform/db/migrate.ts';
import { Refusal } from '#platform/errors.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Metrics } from '#platform/metrics.ts';
import type { Platform } from '#platform/platform.ts';

type Check = 'ok' | 'failed';
const verdict = (work: Promise<unknown>): Promise<Check> =>
  work.then(() => 'ok' as const).catch(() => 'failed' as const);

/** Handlers for whoever operates the installation: health, readiness, metrics, the API's description. */
export function operationHandlers(platform: Platform, metrics: Metrics): Handlers<typeof operationRoutes> {
  const { database, version, blobs } = platform;
  const description = openApiDocument(version);
  return {
    getHealth: async () => ({ status: 'ok' }),

    getReadiness: async () => {
      const [databaseOk, migrations, blobsOk, jobs] = await Promise.all([
        verdict(database.pool.query('select 1')),
        verdict(isMigrated(database.pool).then((done) => (done ? null : Promise.reject(new Error('not migrated'))))),
        verdict(blobs.check()),
        verdict(database.pool.query('select from graphile_worker._private_jobs limit 1')),
      ]);
      const checks = { database: databaseOk, migrations, blobs: blobsOk, jobs };
      if (Object.values(checks).includes('failed')) throw new Refusal('unavailable');
      return { status: 'ok', ...checks };
    },

    getMetrics: async ({ reply }) => {
      const text = await metrics.text();
      await reply.type(metrics.contentType).send(text);
    },

    getOpenApi: async () => description,
  };
}
