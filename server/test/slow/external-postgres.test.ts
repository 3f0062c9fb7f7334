import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { type StartedPlatform, startPlatform } from '#platform/start.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { loadDemoData } from '../../src/demo/demo-data.ts';
import { type DebianPostgres, startDebianPostgres } from '../harness/debian-postgres.ts';

const webDir = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
let server: DebianPostgres;
beforeAll(async () => {
  server = await startDebianPostgres();
});
afterAll(() => server.stop());

async function start(user: string, database: string): Promise<StartedPlatform> {
  const dataDir = mkdtempSync(join(server.folder, 'data-'));
  const keyFile = join(dataDir, 'key');
  writeFileSync(keyFile, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
  const config = readConfig(
    {
      DATA_DIR: dataDir,
      DATABASE_URL: server.url(user, database),
      MASTER_KEY_FILE: keyFile,
    },
    webDir,
  );
  return startPlatform(config, createLog('silent'), {
    version: 'test',
    say: () => undefined,
    localUrl: () => 'http://localhost',
  });
}

describe('a PostgreSQL of one’s own', () => {
  it('is filled by an owner that may create roles, and keeps companies apart', async () => {
    await server.superuser('create role owner login createrole', 'create database one owner owner');
    const { platform, stop } = await start('owner', 'one');
    await loadDemoData(platform);
    const { db } = platform;
    const acme = await db
      .selectFrom('app.members')
      .select(['company_id', 'person_id'])
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const all = await db.selectFrom('app.requests').select('company_id').execute();
    const seen = await transact(db, { side: 'customer', companyId: acme.company_id, personId: acme.person_id }, (tx) =>
      tx.selectFrom('app.requests').select('company_id').execute(),
    );
    expect(new Set(all.map((row) => row.company_id)).size).toBe(2);
    expect(new Set(seen.map((row) => row.company_id))).toEqual(new Set([acme.company_id]));
    expect(await transact(db, SYSTEM, (tx) => tx.selectFrom('app.requests').select('id').execute())).toHaveLength(
      all.length,
    );
    await stop();
    // A second start finds everything done.
    await (await start('owner', 'one')).stop();
  });

  it('asks for what its owner may not do, and goes on once that is done', async () => {
    await server.superuser('create role plain login', 'create database two owner plain');
    const refused: unknown = await start('plain', 'two').then(
      () => null,
      (error: unknown) => error,
    );
    const { message } = refused as Error;
    expect(message).toContain('create role two_customer nologin noinherit;');
    expect(message).toContain('grant two_customer to plain');
    const statements = /run: (.*);$/u.exec(message)?.[1]?.split('; ') ?? [];
    expect(statements).toHaveLength(2);
    await server.superuser(...statements);
    await (await start('plain', 'two')).stop();
  });

  it('is refused with a remedy when a superuser would see through the wall', async () => {
    await server.superuser('create database three');
    await expect(start('postgres', 'three')).rejects.toThrow(/superuser.*ordinary role/u);
  });

  it('is refused with a remedy when its locale knows only ASCII', async () => {
    await server.superuser(`create database four owner owner template template0 encoding 'UTF8' locale 'C'`);
    await expect(start('owner', 'four')).rejects.toThrow(/locale.*create database/u);
  });
});
