import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { chooseUser } from '#platform/db/embedded/run-as.ts';
import { createLog } from '#platform/log.ts';
import { type StartedPlatform, startPlatform } from '#platform/start.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { loadDemoData } from '../../src/demo/demo-data.ts';

// DATABASE_URL with Debian's own PostgreSQL: the oldest that is supported, and settings nobody prepared for us.
const DEBIAN = '/usr/lib/postgresql';
const webDir = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
let folder: string;
let server: ChildProcess;

beforeAll(async () => {
  const version = readdirSync(DEBIAN).find((name) => existsSync(join(DEBIAN, name, 'bin/postgres'))) ?? '';
  const bin = join(DEBIAN, version, 'bin');
  folder = mkdtempSync(join(tmpdir(), 'companyaccount-pg-'));
  const user = await chooseUser(folder, () => undefined);
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const as = { ...user, cwd: folder };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(folder, 'cluster'), '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust'],
    as,
  );
  server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      join(folder, 'cluster'),
      '-c',
      'listen_addresses=',
      '-c',
      `unix_socket_directories=${folder}`,
      '-c',
      'fsync=off',
    ],
    { ...as, stdio: 'ignore' },
  );
  for (let tries = 0; tries < 100 && !existsSync(join(folder, '.s.PGSQL.5432')); tries += 1) await delay(100);
  await delay(300);
});
afterAll(async () => {
  server.kill('SIGINT');
  await once(server, 'exit');
  rmSync(folder, { recursive: true, force: true });
});

async function superuser(...statements: string[]): Promise<void> {
  const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function start(user: string, database: string): Promise<StartedPlatform> {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const keyFile = join(dataDir, 'key');
  writeFileSync(keyFile, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
  const config = readConfig(
    {
      DATA_DIR: dataDir,
      DATABASE_URL: `postgres://${user}@${encodeURIComponent(folder)}/${database}`,
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
    await superuser('create role owner login createrole', 'create database one owner owner');
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
    await superuser('create role plain login', 'create database two owner plain');
    const refused: unknown = await start('plain', 'two').then(
      () => null,
      (error: unknown) => error,
    );
    const { message } = refused as Error;
    expect(message).toContain('create role two_customer nologin noinherit;');
    expect(message).toContain('grant two_customer to plain');
    const statements = /run: (.*);$/u.exec(message)?.[1]?.split('; ') ?? [];
    expect(statements).toHaveLength(2);
    await superuser(...statements);
    await (await start('plain', 'two')).stop();
  });

  it('is refused with a remedy when a superuser would see through the wall', async () => {
    await superuser('create database three');
    await expect(start('postgres', 'three')).rejects.toThrow(/superuser.*ordinary role/u);
  });

  it('is refused with a remedy when its locale knows only ASCII', async () => {
    await superuser(`create database four owner owner template template0 encoding 'UTF8' locale 'C'`);
    await expect(start('owner', 'four')).rejects.toThrow(/locale.*create database/u);
  });
});
