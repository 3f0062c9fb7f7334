import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareAuditKey, rotateAuditKey, sealEntries, startSealing, verifyAudit } from '#features/audit/index.ts';
import { audit } from '#platform/db/audit.ts';
import { createLog } from '#platform/log.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';

let folder: string;
let file: string;
let test: TestApp;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-audit-'));
  file = join(folder, 'audit-signing-key');
  lines = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  test = await startTestApp({ log, config: { auditKeyFile: file } });
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const write = (id: string) =>
  transact(test.platform.db, SYSTEM, (tx) => audit(tx, 'person.changed', { type: 'person', id }));
const sealed = async () =>
  test.platform.db
    .selectFrom('app.audit_seals as s')
    .innerJoin('app.audit_entries as e', 'e.id', 's.entry_id')
    .select(['s.number', 'e.object_id as object'])
    .orderBy('s.number')
    .execute();

it('gives entries numbers without a gap, whatever order they were committed in, and rolls back none', async () => {
  await prepareAuditKey(test.platform);
  await sealEntries(test.platform);
  const before = (await sealed()).length;
  let finish = () => {};
  const late = transact(test.platform.db, SYSTEM, async (tx) => {
    await audit(tx, 'person.changed', { type: 'person', id: 'late' });
    await new Promise<void>((resolve) => (finish = resolve));
  });
  const lost = transact(test.platform.db, SYSTEM, async (tx) => {
    await audit(tx, 'person.changed', { type: 'person', id: 'lost' });
    throw new Error('rolled back');
  });
  await expect(lost).rejects.toThrow('rolled back');
  await write('early');
  await sealEntries(test.platform);
  finish();
  await late;
  await sealEntries(test.platform);
  const after = await sealed();
  expect(after.slice(before).map(({ object }) => object)).toEqual(['early', 'late']);
  expect(after.map(({ number }) => number)).toEqual(after.map((_, place) => place + 1));
  expect(await verifyAudit(test.platform.db)).toMatchObject({ intact: true, unsealed: { count: 0 } });
});

it('is done by many processes at once, one at a time, while others write', async () => {
  const sealers = [1, 2, 3].map(() => startSealing(test.platform));
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 25; n += 1) await write(`${writer}-${n}`);
    }),
  );
  await Promise.all(sealers.map(({ stop }) => stop()));
  await Promise.all([sealEntries(test.platform), sealEntries(test.platform)]);
  await sealEntries(test.platform);
  const report = await verifyAudit(test.platform.db);
  expect(report).toMatchObject({ intact: true, unsealed: { count: 0 } });
  expect((await sealed()).length).toBe(report.sealed);
  // Every head is in the log of the program as well.
  const heads = await test.platform.db.selectFrom('app.audit_heads').select(['number', 'hash']).execute();
  const told = lines.flatMap((line) => [...line.matchAll(/audit head (\d+) ([0-9a-f]{64}) /gu)]);
  expect(told.map(([, number, hash]) => `${number} ${hash}`).toSorted()).toEqual(
    heads.map(({ number, hash }) => `${number} ${hash.toString('hex')}`).toSorted(),
  );
});

it('signs with a key of its own, for the owner alone, which is published and can be exchanged', async () => {
  const first = await prepareAuditKey(test.platform);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await sealEntries(test.platform);
  await cp(file, `${file}.old`);
  const second = await rotateAuditKey(test.platform);
  expect(second).not.toBe(first.kid);
  await sealEntries(test.platform);
  expect(await verifyAudit(test.platform.db)).toMatchObject({ intact: true, keys: [first.kid, second] });
  await cp(`${file}.old`, file);
  await expect(prepareAuditKey(test.platform)).rejects.toThrow(/is retired/u);
  await rm(file);
  await expect(prepareAuditKey(test.platform)).rejects.toThrow(/keys rotate-audit/u);
});

it('notes who it was and from where beside the entry, never in it', async () => {
  const answer = await attempt(test, 'signIn', {
    body: { email: 'anna@acme.example', password: 'demo demo demo' },
    from: '127.44.0.9',
    headers: { 'user-agent': 'Some Browser/1.0' },
  });
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  await attempt(test, 'patchMe', { cookie, from: '127.44.0.10', body: {}, headers: { 'if-match': '"1"' } });
  const entries = await test.platform.db
    .selectFrom('app.audit_entries as e')
    .leftJoin('app.audit_subjects as x', 'x.entry_id', 'e.id')
    .selectAll('e')
    .select('x.details')
    .orderBy('e.id', 'desc')
    .limit(2)
    .execute();
  const [changed, started] = entries;
  const session = await test.platform.db
    .selectFrom('auth.sessions')
    .select('id')
    .where('ip_address', '=', '127.44.0.9')
    .executeTakeFirstOrThrow();
  expect(changed).toMatchObject({ action: 'person.changed', session_id: session.id });
  expect(JSON.parse(changed?.details ?? '')).toMatchObject({ email: 'anna@acme.example', address: '127.44.0.10' });
  expect(JSON.parse(started?.details ?? '')).toMatchObject({ address: '127.44.0.9', agent: 'Some Browser/1.0' });
  for (const { details: _, ...entry } of entries) expect(JSON.stringify(entry)).not.toMatch(/anna|127\.44|Browser/u);
});
