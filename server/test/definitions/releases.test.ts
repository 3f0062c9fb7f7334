import { randomUUID } from 'node:crypto';
import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetOldest, noteServed } from '#features/definitions/scanner-downloads-store.ts';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import {
  approvedDetection,
  buildNow,
  draftDetection,
  hashSignature,
  keepSample,
  newAllowEntry,
  releaseNow,
  sha256Of,
} from './definition-calls.ts';

let test: TestApp;
let analyst: Client;
let name: string;
beforeAll(async () => {
  test = await startTestApp();
  analyst = await test.as('analyst@vendor.example');
  name = test.platform.config.definitions.name;
});
afterAll(() => test.close());

const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const error: unknown = await call.catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).code).toBe(code);
};
const fetchFile = (file: string, headers: Record<string, string> = {}) =>
  test.app.inject({ method: 'GET', url: `/definitions/clamav/${file}`, headers });

describe('a release', () => {
  it('is stopped by a rule that YARA-X does not take, or warns of, also where there is no scanner', async () => {
    const samples = [await keepSample(test, Buffer.from('A harmless sample for rules, of some words.'))];
    const bodies = [
      'strings:\n $a = "words"\ncondition:\n $b',
      'strings:\n $a = "some words"\ncondition:\n $a or true',
    ];
    for (const body of bodies) {
      const bad = await approvedDetection(test, { signatures: [{ format: 'yara', body }], samples });
      const { release } = await buildNow(test);
      expect(release.report.failures).toMatchObject([{ check: 'rules', detectionId: bad.id, name: bad.name }]);
      expect(release.report.failures[0]?.detail).toMatch(/^YARA-X: /u);
      await analyst.dropDetection({ params: { id: bad.id }, version: bad.version });
    }
    const body = 'strings:\n $a = "some words"\ncondition:\n $a';
    const good = await approvedDetection(test, { signatures: [{ format: 'yara', body }], samples });
    expect((await buildNow(test)).release.state).toBe('ready');
    await analyst.dropDetection({ params: { id: good.id }, version: good.version });
  });

  it('says that nothing tried it where there is no scanner', async () => {
    const { release } = await buildNow(test);
    expect(release).toMatchObject({ state: 'ready', publishedAt: null, publisher: null });
    expect(release.report.scanner).toBeNull();
    expect(release.report.checks.map(({ check, state }) => [check, state])).toEqual([
      ['rules', 'passed'],
      ['loading', 'skipped'],
      ['samples', 'skipped'],
      ['clean_files', 'skipped'],
    ]);
  });

  it('holds what is approved and what is out, and takes back what was withdrawn', async () => {
    const first = await approvedDetection(test);
    const draft = await draftDetection(test);
    const pending = await analyst.getPendingRelease();
    expect(pending.changes).toContainEqual({ thing: 'detection', change: 'added', name: first.name });
    expect(pending.changes.map((one) => one.name)).not.toContain(draft.name);
    const one = await releaseNow(test);
    expect(one.release.number).toMatch(/^\d{4}\.\d{1,2}\.\d{1,2}\.\d+$/u);
    expect(one.changes).toContainEqual({ thing: 'detection', change: 'added', name: first.name });

    const out = await analyst.getDetection({ params: { id: first.id } });
    expect(out.state).toBe('released');
    const next = await analyst.replaceDetection({ params: { id: first.id }, version: out.version });
    const other = await test.as('analyst2@vendor.example');
    await other.approveDetection({ params: { id: first.id }, version: next.version });
    const two = await releaseNow(test);
    expect(two.changes).toEqual([{ thing: 'detection', change: 'changed', name: first.name }]);
    const changed = await analyst.getDetection({ params: { id: first.id } });
    expect(changed.revisions.map(({ revision, state }) => [revision, state])).toEqual([
      [1, 'released'],
      [0, 'replaced'],
    ]);

    const reason = { reason: 'It hits a clean file.' };
    await analyst.withdrawDetection({ params: { id: first.id }, version: changed.version, body: reason });
    const three = await releaseNow(test);
    expect(three.changes).toEqual([{ thing: 'detection', change: 'withdrawn', name: first.name }]);
    expect((await analyst.getPendingRelease()).counts).toEqual({ added: 0, changed: 0, withdrawn: 0 });
    const { data } = await test.client().lookUpDefinition({ query: { name: first.name } });
    expect(data.map(({ number, change }) => [number, change])).toEqual([
      [three.release.number, 'withdrawn'],
      [two.release.number, 'changed'],
      [one.release.number, 'added'],
    ]);
  });

  it('carries the allow-list', async () => {
    const entry = await newAllowEntry(analyst);
    await (await test.as('analyst2@vendor.example')).approveAllowEntry({ params: { id: entry.id } });
    const { changes } = await releaseNow(test);
    expect(changes).toEqual([{ thing: 'allowed_file', change: 'added', name: entry.value }]);
    expect((await fetchFile(`${name}.sfp`)).body).toContain(`${entry.value}:*:Allowed-`);
    await analyst.withdrawAllowEntry({ params: { id: entry.id }, body: { reason: 'A mistake.' } });
    expect((await releaseNow(test)).changes).toEqual([
      { thing: 'allowed_file', change: 'withdrawn', name: entry.value },
    ]);
    expect((await fetchFile(`${name}.sfp`)).body).not.toContain(entry.value);
  });

  it('is stopped by a hash that was allowed after its approval', async () => {
    const hash = sha256Of(randomUUID());
    const { id, version, name: detection } = await approvedDetection(test, { signatures: [hashSignature(hash)] });
    await newAllowEntry(analyst, hash);
    const { release } = await buildNow(test);
    expect(release).toMatchObject({ state: 'failed' });
    expect(release.report.failures).toEqual([
      { check: 'rules', detectionId: id, name: detection, detail: '/signatures/0: hash_allowed' },
    ]);
    await refusedWith(analyst.publishRelease({ params: { id: release.id } }), 'transition_not_allowed');
    await analyst.dropDetection({ params: { id }, version });
  });

  it('is not published when anything has moved since it was checked', async () => {
    const { id } = await approvedDetection(test);
    const { release } = await buildNow(test);
    const { version } = await analyst.getDetection({ params: { id } });
    await analyst.patchDetection({ params: { id }, version, body: { note: 'A word more.' } });
    await refusedWith(analyst.publishRelease({ params: { id: release.id } }), 'release_outdated');
    const kept = () =>
      test.platform.db
        .selectFrom('app.release_files')
        .select(['name', 'blob_id'])
        .where('release_id', '=', release.id)
        .execute();
    const laidAside = (await kept()).find((file) => file.name === `${name}-current.cud`)?.blob_id ?? '';
    expect(await test.platform.blobs.stat(laidAside)).toMatchObject({ finished: true });
    const again = await buildNow(test);
    expect(await kept()).toEqual([]);
    await expect(test.platform.blobs.stat(laidAside)).rejects.toThrow(BlobMissing);
    expect((await analyst.getLabRelease({ params: { id: release.id } })).release.state).toBe('dropped');
    await analyst.publishRelease({ params: { id: again.release.id } });
    await refusedWith(analyst.publishRelease({ params: { id: again.release.id } }), 'transition_not_allowed');
  });

  it('is built one at a time, and published by a fresh sign-in', async () => {
    const { release } = await analyst.buildRelease();
    await refusedWith(analyst.buildRelease(), 'conflict');
    await test.runJobs();
    await test.platform.db
      .updateTable('auth.sessions')
      .set({ signed_in_at: new Date(Date.now() - 3_600_000) })
      .execute();
    await refusedWith(analyst.publishRelease({ params: { id: release.id } }), 'fresh_sign_in_required');
    await test.platform.db.updateTable('auth.sessions').set({ signed_in_at: new Date() }).execute();
    await analyst.publishRelease({ params: { id: release.id } });
  });
});

describe('what everybody gets', () => {
  it('is the list of what was published, each with what it changed, and nothing of who did it', async () => {
    const detection = await approvedDetection(test);
    const { release } = await releaseNow(test);
    const waiting = await buildNow(test);
    const anyone = test.client();
    const { data } = await anyone.listReleases({ query: { 'page[size]': 100 } });
    expect(data[0]).toMatchObject({ number: release.number, counts: { added: 1, changed: 0, withdrawn: 0 } });
    expect(data.map(({ number }) => number)).not.toContain(waiting.release.number);
    await refusedWith(anyone.getRelease({ params: { number: waiting.release.number } }), 'not_found');
    const shown = await anyone.getRelease({ params: { number: release.number } });
    expect(shown.changes).toEqual([{ thing: 'detection', change: 'added', name: detection.name }]);
    expect(shown.files.map((file) => file.name)).toContain(`${name}-current.cud`);
    expect(JSON.stringify([data, shown])).not.toMatch(/Ana|person|author|reason|sample/u);
  });

  it('says of a file’s hash in which release it was detected', async () => {
    const hash = sha256Of(randomUUID());
    const detection = await approvedDetection(test, { signatures: [hashSignature(hash)] });
    const anyone = test.client();
    expect((await anyone.lookUpDefinition({ query: { hash } })).data).toEqual([]);
    const { release } = await releaseNow(test);
    expect((await anyone.lookUpDefinition({ query: { hash: hash.toUpperCase() } })).data).toMatchObject([
      { number: release.number, change: 'added', name: detection.name },
    ]);
    await refusedWith(anyone.lookUpDefinition({ query: {} }), 'validation_failed');
    const plan = await test.platform.db.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx);
      return sql<{
        'QUERY PLAN': string;
      }>`explain select from app.release_changes where hashes @> array[${hash}]`.execute(tx);
    });
    expect(JSON.stringify(plan.rows)).toContain('release_changes_hashes');
  });

  it('is an Atom feed', async () => {
    const feed = await test.app.inject({ method: 'GET', url: '/definitions/releases.atom' });
    expect(feed.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    const { data } = await test.client().listReleases();
    expect(feed.body).toContain(`<title>${data[0]?.number}</title>`);
    expect(feed.body.match(/<entry>/gu)?.length).toBeLessThanOrEqual(50);
  });

  it('is each file as it is, once more only where it is new', async () => {
    const file = `${name}-current.cud`;
    const first = await fetchFile(file);
    expect(first.statusCode).toBe(200);
    expect(first.rawPayload.subarray(0, 11).toString()).toBe('ClamAV-VDB:');
    expect(first.headers).not.toHaveProperty('last-modified');
    expect(first.headers.etag).toBe(`"${sha256Of(first.rawPayload)}"`);
    expect((await fetchFile(file, { 'if-none-match': String(first.headers.etag) })).statusCode).toBe(304);
    expect((await test.app.inject({ url: `/definitions/yara/${name}.yar` })).statusCode).toBe(200);
    expect((await test.app.inject({ url: `/definitions/yara/${file}` })).statusCode).toBe(404);
    for (const odd of ['..%2f..%2fmaster.key', `${name}.cvd`, 'x'.repeat(80)]) {
      expect((await fetchFile(odd)).statusCode, odd).toBe(404);
    }
  });

  it('is believed to be there by the id of a scanner that got it whole, never by a clock', async () => {
    const file = `${name}.yar`;
    const agent = (id: string) => `ClamAV/1.4.6 (OS: Linux, ARCH: x86_64, CPU: x86_64, UUID: ${id})`;
    const id = randomUUID();
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    const headers = { 'user-agent': agent(id), 'if-modified-since': inAnHour };
    // An hour ahead, but nothing was ever served to it.
    expect((await fetchFile(file, headers)).statusCode).toBe(200);
    // It is noted once the answer has left.
    await expect.poll(async () => (await fetchFile(file, headers)).statusCode).toBe(304);
    expect((await fetchFile(file, { ...headers, 'user-agent': agent(randomUUID()) })).statusCode).toBe(200);
    expect((await fetchFile(file, { 'if-modified-since': inAnHour })).statusCode).toBe(200);
    // Without the time it asks for the file whatever it has.
    expect((await fetchFile(file, { 'user-agent': agent(id) })).statusCode).toBe(200);
    const longAgo = { ...headers, 'if-modified-since': new Date(0).toUTCString() };
    expect((await fetchFile(file, longAgo)).statusCode).toBe(200);
    await approvedDetection(test, {
      signatures: [{ format: 'yara', body: 'strings:\n $a = "some words"\ncondition:\n $a' }],
      samples: [await keepSample(test, Buffer.from('A harmless sample of some words.'))],
    });
    await releaseNow(test);
    expect((await fetchFile(file, headers)).statusCode).toBe(200);
  });

  it('is remembered of so many scanners and no more', async () => {
    const { db } = test.platform;
    await sql`insert into app.scanner_downloads (scanner_id, file, sha256, served_at)
      select gen_random_uuid(), 'f', decode(repeat('00', 32), 'hex'), now() - interval '1 day' - n * interval '1 second'
      from generate_series(1, 50100) n`.execute(db);
    await noteServed(db, randomUUID(), 'f', Buffer.alloc(32), new Date());
    await forgetOldest(db);
    const { count } = await db
      .selectFrom('app.scanner_downloads')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(50_000);
  });
});
