import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Reanalysis } from '@companyaccount/contract/reanalyses';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepRules } from '#features/lab/index.ts';
import { isWorthALook, walkOn } from '#features/lab/reanalyse-samples.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { keepSample, objectsOf, submit } from './lab-calls.ts';
import { type QuietScanner, startQuietScanner } from './quiet-scanner.ts';
import { judge, refusal } from './verdict-calls.ts';

const ANNA = 'anna@acme.example';
const LEAD = 'lead@vendor.example';
const ANALYST = 'analyst@vendor.example';
let test: TestApp;
let scanner: QuietScanner;
let folder: string;
beforeAll(async () => {
  scanner = await startQuietScanner();
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-rules-'));
  test = await startTestApp({ config: { clamd: scanner.clamd, labRules: folder } });
});
afterAll(async () => {
  await test.close();
  scanner.close();
  await rm(folder, { recursive: true, force: true });
});

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const start = async (scope: Reanalysis['scope'] = 'all') => (await test.as(LEAD)).createReanalysis({ body: { scope } });
const last = async (): Promise<Reanalysis | undefined> => (await (await test.as(ANALYST)).listReanalyses({})).data[0];
const changesOf = async (id: string) =>
  (await (await test.as(ANALYST)).listReanalysisChanges({ params: { id } })).data.map(
    ({ id: _id, createdAt: _at, ...one }) => one,
  );
const rootsOf = (id: string) =>
  test.platform.db
    .selectFrom('app.analyses')
    .select(['sample_id', 'state', 'finished_at'])
    .where('reanalysis_id', '=', id)
    .where('root_id', 'is', null)
    .execute();
/** Does what the job does once, as if the program had been stopped then. */
const onePortion = (id: string) => walkOn({ ...test.platform, rules: keepRules(folder, test.platform.log) }, id);
/** As if something else had been told of a file at its time. */
const tellInstead = (sha256: string, outcome: string) =>
  test.platform.db
    .updateTable('app.submission_objects')
    .set({ outcome })
    .where('sha256', '=', Buffer.from(sha256, 'hex'))
    .execute();

beforeEach(async () => {
  const { data } = await (await test.as(LEAD)).listReanalyses({});
  const running = data.find(({ state }) => state === 'running');
  if (running !== undefined) await (await test.as(LEAD)).cancelReanalysis({ params: { id: running.id } });
  await test.runJobs();
});

describe('a re-analysis of all samples', () => {
  it('analyses every sample once more, newest first, one at a time, and counts them', async () => {
    const inner = Buffer.from(`inner ${randomUUID()}`);
    await submit(test, ANNA, { 'all.gz': gzipSync(inner), 'b.bin': Buffer.from(randomUUID()) });
    await test.runJobs();
    const begun = await start();
    expect(begun).toMatchObject({ state: 'running', scope: 'all', done: 0, startedBy: { name: expect.any(String) } });
    expect(begun.total).toBeGreaterThanOrEqual(3);
    expect(await refusal(start('outdated'))).toMatchObject({ status: 409, code: 'conflict' });
    await test.runJobs();
    expect(await last()).toMatchObject({
      id: begun.id,
      state: 'done',
      done: begun.total,
      total: begun.total,
      changes: 0,
      rulesDigest: expect.stringMatching(/^[0-9a-f]{64}$/u),
      finishedAt: expect.any(String),
    });
    const roots = await rootsOf(begun.id);
    expect(new Set(roots.map((root) => root.sample_id)).size).toBe(begun.total);
    expect(await refusal((await test.as(LEAD)).cancelReanalysis({ params: { id: begun.id } }))).toMatchObject({
      code: 'transition_not_allowed',
    });
  });

  it('goes on where it was cut off, and a new submission is analysed before what is left', async () => {
    for (let n = 0; n < 12; n += 1) await keepSample(test, Buffer.from(`known ${n} ${randomUUID()}`));
    const { id, total } = await start();
    await onePortion(id);
    expect(await rootsOf(id)).toHaveLength(8);
    const fresh = Buffer.from(`new ${randomUUID()}`);
    const request = await submit(test, ANNA, { 'new.bin': fresh });
    await test.runJobs();
    expect(await last()).toMatchObject({ id, state: 'done', done: total, total });
    expect(await objectsOf(test, ANNA, request)).toMatchObject([{ outcome: 'nothing_found' }]);
    const { finished_at: answered } = await test.platform.db
      .selectFrom('app.analyses as a')
      .innerJoin('app.samples as s', 's.id', 'a.sample_id')
      .select('a.finished_at')
      .where('s.sha256', '=', Buffer.from(hashOf(fresh), 'hex'))
      .executeTakeFirstOrThrow();
    const times = (await rootsOf(id)).map((root) => Number(root.finished_at));
    expect(Number(answered)).toBeLessThanOrEqual(Math.min(...times));
  });

  it('of which nobody waits: a file that is sent meanwhile has an analysis of its own', async () => {
    const bytes = Buffer.from(`asked for ${randomUUID()}`);
    await keepSample(test, bytes);
    const { id } = await start();
    await onePortion(id);
    const request = await submit(test, ANNA, { 'mine.bin': bytes });
    await test.runJobs();
    expect(await objectsOf(test, ANNA, request)).toMatchObject([{ outcome: 'nothing_found' }]);
    const analyses = await test.platform.db
      .selectFrom('app.analyses as a')
      .innerJoin('app.samples as s', 's.id', 'a.sample_id')
      .select('a.reanalysis_id')
      .where('s.sha256', '=', Buffer.from(hashOf(bytes), 'hex'))
      .execute();
    expect(new Set(analyses.map((one) => one.reanalysis_id))).toEqual(new Set([null, id]));
  });

  it('begins nothing more when it is cancelled', async () => {
    for (let n = 0; n < 12; n += 1) await keepSample(test, Buffer.from(`left ${n} ${randomUUID()}`));
    const { id } = await start();
    await onePortion(id);
    const lead = await test.as(LEAD);
    expect(await lead.cancelReanalysis({ params: { id } })).toMatchObject({ state: 'cancelled' });
    await test.runJobs();
    const roots = await rootsOf(id);
    expect(roots.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(await last()).toMatchObject({ state: 'cancelled', done: 0 });
    const actions = await test.platform.db
      .selectFrom('app.audit_entries')
      .select('action')
      .where('object_id', '=', id)
      .orderBy('id')
      .execute();
    expect(actions.map(({ action }) => action)).toEqual(['reanalysis.started', 'reanalysis.cancelled']);
  });
});

describe('what changed', () => {
  it('is listed to the lab, and told to no sender', async () => {
    const [other, same, judged] = [1, 2, 3].map(() => Buffer.from(randomUUID())) as [Buffer, Buffer, Buffer];
    const id = await submit(test, ANNA, { 'other.bin': other, 'same.bin': same, 'judged.bin': judged });
    await test.runJobs();
    await judge(test, hashOf(judged), { verdict: 'clean' });
    await tellInstead(hashOf(other), 'for_analyst');
    await tellInstead(hashOf(judged), 'for_analyst');
    const told = await objectsOf(test, ANNA, id);
    const client = await test.as(ANNA);
    const before = await client.listMessages({ params: { id } });
    const begun = await start();
    await test.runJobs();
    expect(await changesOf(begun.id)).toEqual([
      {
        sha256: hashOf(other),
        mediaType: expect.any(String),
        told: { outcome: 'for_analyst', detection: null },
        verdict: null,
        now: { outcome: 'nothing_found', detection: null },
      },
    ]);
    expect(await last()).toMatchObject({ id: begun.id, changes: 1 });
    expect(await objectsOf(test, ANNA, id)).toEqual(told);
    expect(await client.listMessages({ params: { id } })).toEqual(before);
  });

  it.each([
    ['nothing_found', null, 'detected', true],
    ['detected', null, 'nothing_found', true],
    ['detected', null, 'detected', false],
    [null, null, 'detected', false],
    [null, 'clean', 'detected', true],
    ['for_analyst', 'clean', 'nothing_found', false],
    ['detected', 'malware', 'nothing_found', true],
    ['nothing_found', 'malware', 'detected', false],
    ['nothing_found', 'inconclusive', 'detected', true],
  ] as const)('is worth a look or not: told %s, verdict %s, now %s: %s', (told, verdict, now, expected) => {
    expect(isWorthALook(told, verdict, now)).toBe(expected);
  });
});

describe('samples that are outdated', () => {
  it('are those not analysed with the present rules; the others count as settled', async () => {
    await start();
    await test.runJobs();
    const stale = Buffer.from(randomUUID());
    const sha256 = await keepSample(test, stale);
    const begun = await start('outdated');
    await test.runJobs();
    expect(await last()).toMatchObject({ id: begun.id, state: 'done', done: begun.total });
    const { id } = await test.platform.db
      .selectFrom('app.samples')
      .select('id')
      .where('sha256', '=', Buffer.from(sha256, 'hex'))
      .executeTakeFirstOrThrow();
    expect((await rootsOf(begun.id)).map((root) => root.sample_id)).toEqual([id]);
  });

  it('are analysed anew when they are sent again after the rules have changed', async () => {
    const bytes = Buffer.from(randomUUID());
    await submit(test, ANNA, { 'a.bin': bytes });
    await test.runJobs();
    const digests = async () =>
      (
        await test.platform.db
          .selectFrom('app.analyses as a')
          .innerJoin('app.samples as s', 's.id', 'a.sample_id')
          .select('a.rules_digest')
          .where('s.sha256', '=', Buffer.from(hashOf(bytes), 'hex'))
          .orderBy('a.created_at')
          .execute()
      ).map((row) => row.rules_digest);
    const [present, ...none] = await digests();
    expect(present).toMatch(/^[0-9a-f]{64}$/u);
    expect(none).toEqual([]);
    await writeFile(join(folder, 'new.yar'), 'rule new_one { condition: false }');
    expect((await keepRules(folder, test.platform.log)()).digest).not.toBe(present);
    // As an earlier start of the program with other rules has left it.
    await test.platform.db
      .updateTable('app.analyses')
      .set({ rules_digest: '0'.repeat(64) })
      .execute();
    await submit(test, 'clara@globex.example', { 'b.bin': bytes });
    await test.runJobs();
    expect(await digests()).toEqual(['0'.repeat(64), present]);
  });
});
