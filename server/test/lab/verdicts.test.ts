import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM_ID } from '@companyaccount/contract/participants';
import {
  approvedDetection,
  asIfReleased,
  hashSignature,
  newAllowEntry,
  releasedDetection,
  sha256Of,
} from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { zip } from './hostile-files.ts';
import { objectsOf, submit } from './lab-calls.ts';
import { judge, lastMessage, refusal, requestOf } from './verdict-calls.ts';

const ANNA = 'anna@acme.example';
const CLARA = 'clara@globex.example';
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const newFile = () => Buffer.from(`harmless ${randomUUID()}`);
const send = async (email: typeof ANNA | typeof CLARA, files: Record<string, Buffer>, more = {}) => {
  const id = await submit(test, email, files, more);
  await test.runJobs();
  return id;
};

describe('a verdict', () => {
  it('answers every open request with the sample, each in its own language and about its own file', async () => {
    const file = newFile();
    const one = await send(ANNA, { 'invoice.exe': file });
    const two = await send(CLARA, { 'счёт.exe': file }, { language: 'ru' });
    await judge(test, sha256Of(file), { verdict: 'malware', texts: { en: 'Malware indeed: {{files}}.' } });

    expect(await requestOf(test, ANNA, one)).toMatchObject({
      status: 'resolved',
      resolution: 'verdict_given',
      labStage: 'final_verdict',
    });
    expect(await lastMessage(test, ANNA, one)).toMatchObject({
      text: 'Malware indeed: `invoice.exe`.',
      author: { side: 'vendor' },
      visibility: 'public',
    });
    expect((await lastMessage(test, CLARA, two))?.text).toMatch(/`счёт\.exe`.*вредоносная программа/u);
    expect((await objectsOf(test, CLARA, two))[0]?.verdict).toEqual({
      verdict: 'malware',
      reason: null,
      detection: null,
      due: false,
      release: null,
      at: expect.any(String),
    });
  });

  it('is told once, however often it is sent, and never over one that was taken meanwhile', async () => {
    const file = newFile();
    const id = await send(ANNA, { 'a.bin': file });
    const analyst = await test.as('analyst@vendor.example');
    const call = {
      params: { sha256: sha256Of(file) },
      version: 0,
      body: { verdict: 'clean' },
      idempotencyKey: randomUUID(),
    } as const;
    const [first, again] = await Promise.all([analyst.createVerdict(call), analyst.createVerdict(call)]);
    expect(again.id).toBe(first.id);
    await test.runJobs();
    const { data } = await (await test.as(ANNA)).listMessages({ params: { id } });
    expect(data).toHaveLength(2);
    const late = analyst.createVerdict({ ...call, idempotencyKey: randomUUID() });
    expect(await refusal(late)).toMatchObject({ code: 'version_moved' });
  });

  it('waits for the last file of a request, and says which ones are still being studied', async () => {
    const [first, second] = [newFile(), newFile()];
    const id = await send(ANNA, { 'one.bin': first, 'two.bin': second });
    await judge(test, sha256Of(first), { verdict: 'clean' });
    expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'open', labStage: 'with_analyst' });
    expect((await lastMessage(test, ANNA, id))?.text).toMatch(/`one\.bin`[^]*Still being studied: `two\.bin`\./u);
    await judge(test, sha256Of(second), { verdict: 'not_analysable', reason: 'damaged' });
    expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'resolved', resolution: 'verdict_given' });
  });

  it('answers at once who sends the file later, in the words of the program', async () => {
    const file = newFile();
    await send(ANNA, { 'secret plans.exe': file });
    await judge(test, sha256Of(file), { verdict: 'unwanted', texts: { en: 'Dear Acme, {{files}} is unwanted.' } });
    const id = await send(CLARA, { 'setup.exe': file });
    expect(await requestOf(test, CLARA, id)).toMatchObject({ status: 'resolved', labStage: 'final_verdict' });
    const message = await lastMessage(test, CLARA, id);
    expect(message).toMatchObject({ author: { id: PROGRAM_ID, side: 'vendor' } });
    expect(message?.text).toMatch(/^We know this file from an earlier analysis\..*`setup\.exe`.*unwanted program/u);
    expect(message?.text).not.toMatch(/Acme|secret/u);
  });

  it('answers for the archive too in which the file was sent, where the analyst says so', async () => {
    const inner = newFile();
    const id = await send(ANNA, { 'sample.zip': zip({ 'inner.bin': inner }) });
    const analyst = await test.as('analyst@vendor.example');
    const params = { sha256: sha256Of(inner) };
    const preview = await analyst.previewVerdict({ params, query: { verdict: 'malware', withContainers: true } });
    expect(preview).toMatchObject({ containers: 1, texts: [{ language: 'en', requests: 1 }] });
    await judge(test, params.sha256, { verdict: 'malware', withContainers: true });
    expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'resolved' });
    expect((await lastMessage(test, ANNA, id))?.text).toContain('`sample.zip`');
  });

  it('leaves what has ended alone, and a second verdict stands in the place of the first', async () => {
    const file = newFile();
    const id = await send(ANNA, { 'a.bin': file });
    await judge(test, sha256Of(file), { verdict: 'inconclusive' });
    const before = (await (await test.as(ANNA)).listMessages({ params: { id } })).data.length;
    await judge(test, sha256Of(file), { verdict: 'clean' }, 'analyst2@vendor.example');
    expect((await (await test.as(ANNA)).listMessages({ params: { id } })).data).toHaveLength(before);
    const { data } = await (
      await test.as('analyst@vendor.example')
    ).listVerdicts({ params: { sha256: sha256Of(file) } });
    expect(data).toMatchObject([
      { revision: 2, verdict: 'clean', requests: 0 },
      { revision: 1, verdict: 'inconclusive', requests: 1 },
    ]);
    const later = await send(CLARA, { 'b.bin': file });
    expect((await objectsOf(test, CLARA, later))[0]?.verdict?.verdict).toBe('clean');
  });
});

describe('with what scanners follow by', () => {
  it('a verdict is final where the detection is out, and due where it is still to come', async () => {
    const [known, fresh] = [newFile(), newFile()];
    const [one, two] = [await send(ANNA, { 'known.bin': known }), await send(ANNA, { 'fresh.bin': fresh })];
    const out = await releasedDetection(test, { samples: [sha256Of(known)] });
    const coming = await approvedDetection(test, { samples: [sha256Of(fresh)] });
    await judge(test, sha256Of(known), { verdict: 'malware', detectionId: out.id });
    await judge(test, sha256Of(fresh), { verdict: 'malware', detectionId: coming.id });
    expect(await requestOf(test, ANNA, one)).toMatchObject({ status: 'resolved' });
    expect(await requestOf(test, ANNA, two)).toMatchObject({ status: 'open', labStage: 'final_verdict' });
    expect((await objectsOf(test, ANNA, two))[0]?.verdict).toMatchObject({ due: true, detection: coming.name });
    expect((await lastMessage(test, ANNA, two))?.text).toContain('one of our next definition releases');
    await asIfReleased(test, coming);
  });

  it('a sample waits for the next revision unless the one that is out has it', async () => {
    const [old, added] = [newFile(), newFile()];
    await send(ANNA, { 'old.bin': old, 'added.bin': added });
    const out = await releasedDetection(test, { samples: [sha256Of(old)] });
    const analyst = await test.as('analyst@vendor.example');
    const next = await analyst.replaceDetection({ params: { id: out.id }, version: out.version });
    const body = { samples: [sha256Of(old), sha256Of(added)], signatures: [hashSignature()] };
    await analyst.patchDetection({ params: { id: out.id }, version: next.version, body });
    const query = { verdict: 'malware', detectionId: out.id } as const;
    const dueOf = async (file: Buffer) =>
      (await analyst.previewVerdict({ params: { sha256: sha256Of(file) }, query })).due;
    expect([await dueOf(old), await dueOf(added)]).toEqual([false, true]);
  });

  it('a false detection names what takes it back, by itself where the file is on the allow-list', async () => {
    const file = newFile();
    const id = await send(ANNA, { 'tool.exe': file });
    const none = judge(test, sha256Of(file), { verdict: 'false_detection_removed' });
    expect(await refusal(none)).toMatchObject({ fields: [{ pointer: '/detectionId', code: 'required' }] });
    await newAllowEntry(await test.as('analyst@vendor.example'), sha256Of(file));
    await judge(test, sha256Of(file), { verdict: 'false_detection_removed' });
    expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'open', labStage: 'final_verdict' });
  });

  it.each([
    [{ verdict: 'clean', reason: 'damaged' }, '/reason'],
    [{ verdict: 'not_analysable' }, '/reason'],
    [{ verdict: 'clean', detectionId: randomUUID() }, '/detectionId'],
    [{ verdict: 'malware', detectionId: randomUUID() }, '/detectionId'],
    [{ verdict: 'malware', allowEntryId: randomUUID() }, '/allowEntryId'],
    [{ verdict: 'clean', withContainers: true }, '/withContainers'],
  ] as const)('refuses %o', async (body, pointer) => {
    const file = newFile();
    await send(ANNA, { 'a.bin': file });
    expect(await refusal(judge(test, sha256Of(file), body))).toMatchObject({ fields: [{ pointer }] });
  });
});
