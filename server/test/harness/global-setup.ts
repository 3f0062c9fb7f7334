import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts';
import { ensureDatabase } from '#platform/db/embedded/ensure-database.ts';
import { createLog } from '#platform/log.ts';
import { startPlatform } from '#platform/start.ts';
import { loadDemoData } from '../../src/demo/demo-data.ts';
import { testConfig } from './test-config.ts';

export interface TestDatabases {
  superuserUrl: string;
  /** Connection of the owner, without a database name. */
  ownerUrl: string;
  /** Templates to clone: `empty` is migrated, `demo` holds the demo data too. */
  templates: { empty: string; demo: string };
  masterKeyFile: string;
  signingKeysFile: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    databases: TestDatabases;
  }
}

/** One PostgreSQL for the whole run, with two databases that every test file clones in a moment. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'companyaccount-test-'));
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    say: () => undefined,
    dieWithParent: true,
    fsync: false,
  });
  const { host, port, user, password } = await ensureDatabase(server, 'template_empty');
  const databases: TestDatabases = {
    superuserUrl: server.superuserUrl,
    ownerUrl: `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}`,
    templates: { empty: 'template_empty', demo: 'template_demo' },
    masterKeyFile: join(folder, 'master.key'),
    signingKeysFile: join(folder, 'license-signing-keys'),
  };
  const log = createLog('silent');
  const fill = async (database: string, demo: boolean) => {
    const config = testConfig({ databases, database, dataDir: folder });
    const { platform, stop } = await startPlatform(config, log, {
      version: 'test',
      say: () => undefined,
      localUrl: () => 'http://localhost',
    });
    if (demo) await loadDemoData(platform);
    await stop();
  };
  const superuser = new pg.Client({ connectionString: server.superuserUrl });
  await superuser.connect();
  await fill('template_empty', false);
  await superuser.query(`create database template_demo template template_empty owner ${user}`);
  await fill('template_demo', true);
  await superuser.query('alter database template_empty is_template true allow_connections false');
  await superuser.query('alter database template_demo is_template true allow_connections false');
  await superuser.end();

  project.provide('databases', databases);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
