import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { ensureDatabase } from './ensure-database.ts';
import { findPostmaster } from './postmaster-guard.ts';

type Holder = { process: ChildProcessByStdio<Writable, Readable, null>; adopted: boolean; said: string[] };

const root = process.getuid?.() === 0;
const fixture = fileURLToPath(new URL('./holder.fixture.ts', import.meta.url));
let parent: string;
let dataDir: string;
let homes: string[];
let cleanUps: (() => Promise<unknown>)[];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'embedded-'));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
  homes = [join(dataDir, 'postgres')];
  cleanUps = [];
});

afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  for (const home of homes) {
    const left = await findPostmaster(join(home, 'cluster'));
    if (left !== null) process.kill(left.pid, 'SIGKILL');
    await rm(home, { recursive: true, force: true });
  }
  await rm(parent, { recursive: true, force: true });
});

async function startHere(said: string[] = []): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, say: (line) => said.push(line), fsync: false });
  cleanUps.push(() => server.stop());
  return server;
}

async function startHolder(mode: 'outlive' | 'die'): Promise<Holder> {
  const child = spawn(process.execPath, [fixture, dataDir, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  cleanUps.push(() => Promise.resolve(child.kill('SIGKILL')));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { process: child, ...JSON.parse(String(line)) };
}

async function killed(holder: Holder): Promise<void> {
  holder.process.kill('SIGKILL');
  await once(holder.process, 'exit');
}

async function withSuperuser<T>(server: EmbeddedPostgres, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  const found = await findPostmaster(join(dataDir, 'postgres', 'cluster'));
  if (found === null) throw new Error('No PostgreSQL runs here');
  return found.pid;
}

describe('a data folder', () => {
  test('gets a database whose owner is bound by policies and whose text rules know Cyrillic', async () => {
    const server = await startHere();
    const client = new pg.Client(await ensureDatabase(server));
    await client.connect();
    try {
      await client.query('create extension pg_trgm; create extension btree_gin; create extension unaccent');
      const { rows } = await client.query(`
        select rolsuper, rolbypassrls, rolcreaterole, show_trgm('жук') <> '{}' as trigrams,
          to_tsvector('russian', '«сервере»') @@ to_tsquery('russian', 'сервер') as stems,
          current_setting('server_encoding') as encoding
        from pg_roles where rolname = current_user`);
      expect(rows).toEqual([
        { rolsuper: false, rolbypassrls: false, rolcreaterole: true, trigrams: true, stems: true, encoding: 'UTF8' },
      ]);
    } finally {
      await client.end();
    }
    expect(server.version).toMatch(/^18\./);
    for (const name of ['database-password', 'database-superuser-password']) {
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    }
  });

  test('is started again quickly', async () => {
    await (await startHere()).stop();
    const before = performance.now();
    const server = await startHere();
    expect(performance.now() - before).toBeLessThan(2000);
    expect(server.adopted).toBe(false);
  });

  test('whose path is too long for a socket is served on 127.0.0.1', async () => {
    dataDir = join(parent, 'x'.repeat(120));
    homes.push(join(dataDir, 'postgres'));
    const connection = await ensureDatabase(await startHere());
    expect(connection.host).toBe('127.0.0.1');
  });

  test('with a half-made cluster begins it again', async () => {
    await (await startHere()).stop();
    const home = join(dataDir, 'postgres');
    await cp(join(home, 'cluster'), join(home, 'cluster.unfinished'), { recursive: true });
    await rm(join(home, 'cluster'), { recursive: true });
    await ensureDatabase(await startHere());
  });

  test('made by another major version is refused', async () => {
    await (await startHere()).stop();
    await writeFile(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '17\n');
    await expect(startHere()).rejects.toThrow('made by PostgreSQL 17');
  });
});

describe('after a crash', () => {
  test('a database whose program was killed is adopted, with what it holds', async () => {
    const holder = await startHolder('outlive');
    const pid = await postmasterPid();
    await killed(holder);
    const server = await startHere();
    expect(server.adopted).toBe(true);
    expect(await postmasterPid()).toBe(pid);
    await withSuperuser(server, async (client) => {
      expect((await client.query(`select from pg_database where datname = 'companyaccount'`)).rowCount).toBe(1);
    });
  });

  test('a database that was to die with its program is gone and starts again', async () => {
    await killed(await startHolder('die'));
    expect((await startHere()).adopted).toBe(false);
  });

  test('a killed database is recovered, also while its process is an unreaped zombie', async () => {
    const holder = await startHolder('die');
    // Its parent still runs and, stopped, reaps nothing.
    holder.process.kill('SIGSTOP');
    const pid = await postmasterPid();
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => readFile(`/proc/${pid}/stat`, 'utf8'), { timeout: 10_000 }).toMatch(/\) Z /u);
    const said: string[] = [];
    const server = await startHere(said);
    expect(server.adopted).toBe(false);
    expect(said).toEqual([expect.stringContaining('not shut down')]);
    await withSuperuser(server, (client) => client.query('select 1'));
    await killed(holder);
  });

  test.each(['999999999', 'another program'])('a lock file naming %s is removed', async (writer) => {
    await (await startHere()).stop();
    const other = spawn('sleep', ['60'], root ? { uid: (await stat(join(dataDir, 'postgres'))).uid } : {});
    cleanUps.push(async () => other.kill());
    const lock = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const pid = writer === 'another program' ? String(other.pid) : writer;
    await writeFile(lock, `${pid}\n${join(dataDir, 'postgres', 'cluster')}\n1790000000\n5432\n\n\n\nready\n`);
    const server = await startHere();
    expect(server.adopted).toBe(false);
    expect(await readFile(lock, 'utf8')).not.toContain(`${pid}\n`);
  });
});

test('a second program beside the first takes nothing away from it', async () => {
  const holder = await startHolder('outlive');
  const guest = await startHere();
  expect(guest.adopted).toBe(true);
  await guest.stop();
  expect(await postmasterPid()).toBeGreaterThan(0);
  holder.process.stdin.end();
  await once(holder.process, 'exit');
  expect(await findPostmaster(join(dataDir, 'postgres', 'cluster'))).toBeNull();
});

describe.runIf(root)('as root', () => {
  test('below a folder only root may enter, the database goes elsewhere and is found again', async () => {
    await chmod(parent, 0o700);
    const said: string[] = [];
    const first = await startHere(said);
    const home = (await readFile(join(dataDir, 'database-folder'), 'utf8')).trim();
    homes.push(home);
    expect(said[0]).toContain(home);
    await withSuperuser(first, (client) => client.query('create database kept'));
    await first.stop();
    const second = await startHere();
    await withSuperuser(second, async (client) => {
      expect((await client.query(`select from pg_database where datname = 'kept'`)).rowCount).toBe(1);
    });
    await second.stop();
    await rm(home, { recursive: true });
    await expect(startHere()).rejects.toThrow(home);
  });

  test('programs in a folder only root may enter are copied', async () => {
    const { copyBinaries, findBinaries, versionFor } = await import('./binaries.ts');
    const binaries = await findBinaries();
    const closed = join(parent, 'closed');
    await mkdir(closed, { mode: 0o700 });
    await cp(join(binaries.folder, '..'), join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
    const nobody = { uid: 65534, gid: 65534 };
    const folder = join(closed, 'package', 'native');
    const unreachable = {
      folder,
      initdb: join(folder, 'bin', 'initdb'),
      pgCtl: join(folder, 'bin', 'pg_ctl'),
      postgres: join(folder, 'bin', 'postgres'),
    };
    expect(await versionFor(unreachable, nobody)).toBeNull();
    expect(await versionFor(await copyBinaries(unreachable, parent), nobody)).toMatch(/^18\./);
  });
});
