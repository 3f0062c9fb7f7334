import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { prepareAuditKey, sealEntries, verifyAudit } from '#features/audit/index.ts';
import { startS3Server } from '#platform/blobs/s3-server.fixture.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { backup, restore } from '../../src/backup-command.ts';
import { makeBackup, writeWholeFile } from '../../src/backup/make-backup.ts';
import { verifyBackup } from '../../src/backup/restore-backup.ts';
import { BLOB_COLUMNS, LEFT_OUT, SCHEMAS } from '../../src/backup/tables.ts';
import { fileWith, uploadCalls } from '../attachments/upload-calls.ts';
import { makeTestPlace, startTestApp, type TestApp, type TestPlace } from '../harness/test-app.ts';
import { asOwner, digestsOf, headsOf, openPlace, runCommand } from './places.ts';

let folder: string;
let s3: Awaited<ReturnType<typeof startS3Server>>;
let source: TestApp;
const places: TestPlace[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-backup-'));
  s3 = await startS3Server();
  source = await startTestApp({ config: { blobs: s3.place, auditKeyFile: join(folder, 'audit-key') } });
});
afterAll(async () => {
  await source.close();
  for (const place of places) await place.remove();
  await s3.close();
  await rm(folder, { recursive: true });
});
let lines: string[];
beforeEach(() => {
  lines = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  }
});
afterEach(() => vi.restoreAllMocks());

async function place(template: 'empty' | null): Promise<TestPlace> {
  const made = await makeTestPlace(template);
  places.push(made);
  return made;
}
const files = async () => (await readdir(folder)).filter((name) => name.includes('.tar'));

it('brings everything to another place: rows, jobs, files of every size, and the proven audit log', async () => {
  const cookie = await source.signIn('anna@acme.example');
  const bytes = [randomBytes(0), randomBytes(1000), randomBytes(17 * 1024 * 1024)];
  const { attachments } = await fileWith(
    source,
    cookie,
    bytes.map((content, at) => ({ name: `${at}.bin`, bytes: content })),
  );
  const anna = uploadCalls(source, cookie);
  const waiting = await anna.whole(randomBytes(2000));
  const { id: onItsWay } = await anna.begin(1000);
  await anna.append(onItsWay, 0, randomBytes(500));
  await source.runJobs();
  await enqueue(source.platform.db, 'mail.send', { mailId: 'none' }, { key: 'kept', runAt: new Date('2100-01-01') });
  await source.platform.database.pool.query(`update graphile_worker._private_jobs set attempts = 3, last_error = 'it
    broke: \\ "so"', locked_at = now(), locked_by = 'gone' where key = 'kept'`);
  await prepareAuditKey(source.platform);
  await sealEntries(source.platform);

  const file = join(folder, 'moved.tar');
  expect(await runCommand(backup, source.platform.config, '--to', file)).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(lines.join('')).toContain(source.platform.config.masterKeyFile);

  const made = source.platform.db.selectFrom('app.audit_entries').select('data');
  expect(await made.where('action', '=', 'installation.backed_up').execute()).toMatchObject([{ data: { files: 4 } }]);
  const target = await place(null);
  expect(await runCommand(restore, target.config, '--from', file, '--check')).toBe(0);
  expect(
    await asOwner(
      target.config,
      async (client) => (await client.query('select from pg_namespace where nspname = $1', ['app'])).rowCount,
    ),
  ).toBe(0);
  expect(await runCommand(restore, target.config, '--from', file)).toBe(0);
  expect(lines.join('')).toContain(target.config.auditKeyFile);
  const told = lines.join('');
  expect(await digestsOf(target.config)).toEqual(await digestsOf(source.platform.config));
  const heads = await headsOf(source.platform.config);
  expect(heads.length).toBeGreaterThan(0);
  expect(await headsOf(target.config)).toEqual(heads);
  expect(told).toMatch(/Audit log: [1-9]\d* sealed entries, head \d+:[0-9a-f]{64}/u);
  const freed = await asOwner(target.config, async (client) => {
    const { rows } = await client.query(
      `select attempts, locked_by from graphile_worker._private_jobs where key = 'kept'`,
    );
    return rows;
  });
  expect(freed).toEqual([{ attempts: 2, locked_by: null }]);

  await copyFile(source.platform.config.auditKeyFile, target.config.auditKeyFile);
  const restored = await startTestApp({ place: target });
  try {
    // Sessions do not come along: one that was ended since would open again.
    expect((await restored.app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode).toBe(401);
    const again = await restored.signIn('anna@acme.example');
    const calls = uploadCalls(restored, again);
    for (const [at, { id }] of attachments.entries()) {
      expect((await calls.download(id)).rawPayload.equals(bytes[at] ?? Buffer.alloc(1))).toBe(true);
    }
    // What was given, but not sent, can be sent; what was on its way begins anew.
    expect((await calls.look(onItsWay)).statusCode).toBe(404);
    const request = await restored.client(again).createRequest({
      body: { desk: 'support', kind: 'malfunction', subject: 'Moved', text: 'Moved.', uploads: [waiting] },
    });
    const counted = await source.platform.database.pool.query<{ last: number }>(
      'select last_value as last from app.support_numbers',
    );
    expect(request.number).toBe(`TS-${(counted.rows[0]?.last ?? 0) + 1}`);
    await restored.runJobs();
    await prepareAuditKey(restored.platform);
    await sealEntries(restored.platform);
    expect((await verifyAudit(restored.platform.db)).intact).toBe(true);
    const noted = await restored.platform.db
      .selectFrom('app.audit_entries')
      .select(['action', 'person_id'])
      .where('object_type', '=', 'installation')
      .execute();
    expect(noted).toEqual([{ action: 'installation.restored', person_id: null }]);
    // A second one would be mixed into what is there.
    await expect(runCommand(restore, target.config, '--from', file)).rejects.toThrow(/runs on this database: stop it/u);
  } finally {
    await restored.close();
  }
  await expect(runCommand(restore, target.config, '--from', file)).rejects.toThrow(
    /people in this installation already/u,
  );
}, 120_000);

it('is taken while people write, and holds one moment of it', async () => {
  const client = source.client(await source.signIn('boris@acme.example'));
  let writing = true;
  const written = (async () => {
    for (let n = 0; writing; n += 1) {
      const { id } = await client.createRequest({
        body: { desk: 'support', kind: 'malfunction', subject: `During ${n}`, text: 'Words.', uploads: [] },
      });
      await client.createMessage({ params: { id }, body: { text: 'More.' } });
    }
  })();
  try {
    expect(await runCommand(backup, source.platform.config, '--to', folder)).toBe(0);
  } finally {
    writing = false;
    await written;
  }
  const [name = ''] = (await files()).filter((one) => /^companyaccount-\d{8}T\d{6}Z\.tar$/u.test(one));
  // One that was migrated already, but has nobody, is made anew.
  const target = await place('empty');
  expect(await runCommand(restore, target.config, '--from', join(folder, name))).toBe(0);
  const torn = await asOwner(target.config, async (owner) => {
    const { rows } = await owner.query<{ requests: number; torn: number }>(
      `select count(*)::int as requests, count(*) filter (where r.message_count <> (select count(*) from app.messages m
        where m.request_id = r.id and m.visibility = 'public') or not exists (select from app.timeline_entries t
        where t.request_id = r.id) or not exists (select from app.audit_entries a where a.object_id = r.id::text))::int as torn
      from app.requests r where r.subject like 'During %'`,
    );
    return rows[0];
  });
  expect(torn).toMatchObject({ torn: 0 });
}, 120_000);

it('says which files the store has lost, and is made without them', async () => {
  const { attachments } = await fileWith(source, await source.signIn('anna@acme.example'), [
    { name: 'lost.bin', bytes: randomBytes(100) },
  ]);
  const row = await source.platform.db
    .selectFrom('app.attachments')
    .select('blob_id')
    .where('id', '=', attachments[0]?.id ?? '')
    .executeTakeFirstOrThrow();
  await source.platform.blobs.remove(row.blob_id);
  const file = join(folder, 'lost.tar');
  expect(await runCommand(backup, source.platform.config, '--to', file)).toBe(3);
  expect(lines.join('')).toContain(`not there, so they are not in the backup: ${row.blob_id}`);
  const target = await place(null);
  expect(await runCommand(restore, target.config, '--from', file)).toBe(0);
  expect(lines.join('')).toContain(`were gone when the backup was made: ${row.blob_id}`);
  await source.platform.db.deleteFrom('app.attachments').where('blob_id', '=', row.blob_id).execute();
}, 60_000);

it('leaves out a file that is deleted before or while it is copied, and says so where it is restored', async () => {
  const { attachments } = await fileWith(source, await source.signIn('anna@acme.example'), [
    { name: 'before.bin', bytes: randomBytes(100) },
    { name: 'while.bin', bytes: randomBytes(17 * 1024 * 1024) },
  ]);
  const rows = await source.platform.db
    .selectFrom('app.attachments')
    .select(['id', 'blob_id', 'name'])
    .where(
      'id',
      'in',
      attachments.map(({ id }) => id),
    )
    .execute();
  const remove = async (name: string) => {
    const row = rows.find((one) => one.name === name);
    await source.platform.db
      .deleteFrom('app.attachments')
      .where('id', '=', row?.id ?? '')
      .execute();
    await source.platform.blobs.remove(row?.blob_id ?? '');
  };
  const storage = await openPlace(source.platform.config);
  const { blobs } = storage;
  const readSealed: typeof blobs.readSealed = async (id) => {
    const name = rows.find((one) => one.blob_id === id)?.name;
    if (name === 'before.bin') await remove(name);
    const blob = await blobs.readSealed(id);
    if (name !== 'while.bin') return blob;
    async function* body() {
      for await (const piece of blob.body) {
        yield piece;
        await remove('while.bin');
      }
    }
    return { ...blob, body: body() };
  };
  const file = join(folder, 'deleted.tar');
  try {
    const options = { version: 'test', at: new Date(), say: () => undefined };
    const made = await writeWholeFile(
      file,
      (out) => makeBackup({ ...storage, blobs: { ...blobs, readSealed } }, out, options),
      AbortSignal.timeout(60_000),
    );
    expect(made.lost).toEqual([]);
    expect(made.deleted.toSorted()).toEqual(rows.map((row) => row.blob_id).toSorted());
  } finally {
    await storage.stop();
  }
  const target = await place(null);
  expect(await runCommand(restore, target.config, '--from', file)).toBe(0);
  for (const { blob_id: id } of rows) expect(lines.join('')).toContain(id);
}, 60_000);

it('leaves no file behind that looks whole when it is broken off, and none where one is', async () => {
  const before = await files();
  const read = vi.spyOn(process, 'once');
  const running = runCommand(backup, source.platform.config, '--to', join(folder, 'stopped.tar'));
  await vi.waitFor(() => expect(read.mock.calls.some(([signal]) => signal === 'SIGTERM')).toBe(true), {
    timeout: 20_000,
    interval: 1,
  });
  const stop = read.mock.calls.find(([signal]) => signal === 'SIGTERM')?.[1] as () => void;
  stop();
  await expect(running).rejects.toThrow(/stopped/u);
  expect(await files()).toEqual(before);
  await expect(runCommand(backup, source.platform.config, '--to', join(folder, 'moved.tar'))).rejects.toThrow(
    /is there already/u,
  );
  await expect(runCommand(backup, source.platform.config, '--to', join(folder, 'none', 'a.tar'))).rejects.toThrow(
    /no folder/u,
  );
});

it('knows every column that names a blob, and every table there is', async () => {
  const found = await asOwner(source.platform.config, async (client) => {
    const columns = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
      where column_name like '%blob_id' and table_schema <> 'pg_catalog' order by 1`,
    );
    const tables = await client.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname <> all(array['pg_catalog', 'information_schema', 'pg_toast', 'graphile_worker'])
        and n.nspname not like 'pg_temp%' order by 1`,
    );
    return { columns: columns.rows.map(({ name }) => name), tables: tables.rows.map(({ name }) => name) };
  });
  const named = BLOB_COLUMNS.map(({ table, column }) => `${table}.${column}`).filter((name) =>
    name.endsWith('blob_id'),
  );
  expect(named.sort()).toEqual(found.columns);
  const elsewhere = found.tables.filter((name) => !SCHEMAS.includes(name.split('.')[0] ?? ''));
  expect(elsewhere).toEqual(['public.migrations']);
  for (const name of LEFT_OUT) expect(found.tables).toContain(name);
});

it('is not made of a database that another version runs on, nor restored there', async () => {
  const foreign = await place(null);
  await expect(runCommand(backup, foreign.config, '--to', folder)).rejects.toThrow(/not that of this version/u);
  await asOwner(foreign.config, (client) => client.query('create schema app'));
  await expect(runCommand(restore, foreign.config, '--from', join(folder, 'moved.tar'))).rejects.toThrow(
    /another program keeps its tables/u,
  );
  const storage = await openPlace(source.platform.config);
  try {
    const manifest = await verifyBackup(join(folder, 'moved.tar'), storage.keyring, {
      masterKeyFile: '',
      say: () => undefined,
    });
    expect(manifest.tables.map(({ name }) => name)).not.toContain('auth.sessions');
  } finally {
    await storage.stop();
  }
});
