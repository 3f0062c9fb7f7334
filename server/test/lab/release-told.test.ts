import { randomUUID } from 'node:crypto';
import { PROGRAM_ID } from '@companyaccount/contract/participants';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  approvedDetection,
  draftDetection,
  newAllowEntry,
  releaseNow,
  sha256Of,
  version,
} from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
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
const publish = async () => {
  const { release } = await releaseNow(test);
  await test.runJobs();
  return release;
};

it('tells everybody who waits in which release a detection is, once, each about their own file', async () => {
  const file = newFile();
  const one = await send(ANNA, { 'invoice.exe': file });
  const two = await send(CLARA, { 'счёт.exe': file }, { language: 'ru' });
  const detection = await approvedDetection(test, { samples: [sha256Of(file)] });
  await judge(test, sha256Of(file), { verdict: 'malware', detectionId: detection.id });
  expect(await requestOf(test, ANNA, one)).toMatchObject({ status: 'open', labStage: 'final_verdict' });

  const { number } = await publish();
  expect(await requestOf(test, ANNA, one)).toMatchObject({
    status: 'resolved',
    resolution: 'verdict_given',
    labStage: 'published',
  });
  expect(await lastMessage(test, ANNA, one)).toMatchObject({
    author: { id: PROGRAM_ID, side: 'vendor' },
    text: `Definition release **${number}** is out. It detects \`invoice.exe\` as \`${detection.name}\`. Please update your definitions.`,
  });
  expect((await lastMessage(test, CLARA, two))?.text).toContain(`Вышел выпуск баз **${number}**. В нём \`счёт.exe\``);
  const [object] = await objectsOf(test, CLARA, two);
  expect(object?.verdict).toMatchObject({ due: false, detection: detection.name, release: { number } });
  const { data } = await (await test.as(ANNA)).listTimeline({ params: { id: one } });
  expect(data).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'released', to: number })]));

  const count = async () => (await (await test.as(ANNA)).listMessages({ params: { id: one } })).data.length;
  const before = await count();
  await publish();
  expect(await count()).toBe(before);

  const later = await send(ANNA, { 'again.exe': file });
  expect(await requestOf(test, ANNA, later)).toMatchObject({ status: 'resolved', labStage: 'published' });
});

it('tells whoever reported a false alarm in which release it is gone', async () => {
  const [mine, other] = [newFile(), newFile()];
  const detection = await approvedDetection(test);
  await publish();
  const one = await send(ANNA, { 'tool.exe': mine }, { kind: 'false_positive' });
  const two = await send(CLARA, { 'driver.sys': other }, { kind: 'false_positive' });
  const analyst = await test.as('analyst@vendor.example');
  const out = await analyst.getDetection({ params: { id: detection.id } });
  await analyst.withdrawDetection({ params: { id: out.id }, version: out.version, body: { reason: 'Hits a tool.' } });
  await judge(test, sha256Of(mine), { verdict: 'false_detection_removed', detectionId: out.id });
  const entry = await newAllowEntry(analyst, sha256Of(other));
  await (await test.as('analyst2@vendor.example')).approveAllowEntry({ params: { id: entry.id } });
  await judge(test, sha256Of(other), { verdict: 'false_detection_removed' });
  expect((await objectsOf(test, ANNA, one))[0]?.verdict).toMatchObject({ due: true, release: null });

  const { number } = await publish();
  for (const [email, id, name] of [
    [ANNA, one, 'tool.exe'],
    [CLARA, two, 'driver.sys'],
  ] as const) {
    expect((await objectsOf(test, email, id))[0]?.verdict).toMatchObject({ due: false, release: { number } });
    expect((await lastMessage(test, email, id))?.text).toBe(
      `Definition release **${number}** is out. With it, \`${name}\` is no longer reported. Please update your definitions.`,
    );
    expect(await requestOf(test, email, id)).toMatchObject({ status: 'resolved', labStage: 'published' });
  }
});

it('leaves a request that its sender has closed, and tells only at the file', async () => {
  const file = newFile();
  const id = await send(ANNA, { 'a.bin': file });
  const detection = await approvedDetection(test, { samples: [sha256Of(file)] });
  await judge(test, sha256Of(file), { verdict: 'malware', detectionId: detection.id });
  await (await test.as(ANNA)).closeRequest({ params: { id } });
  const before = await lastMessage(test, ANNA, id);
  const { number } = await publish();
  expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'closed', resolution: 'withdrawn' });
  expect(await lastMessage(test, ANNA, id)).toEqual(before);
  expect((await objectsOf(test, ANNA, id))[0]?.verdict?.release?.number).toBe(number);
});

it('drops nothing that somebody was promised', async () => {
  const file = newFile();
  await send(ANNA, { 'a.bin': file });
  const analyst = await test.as('analyst@vendor.example');
  const draft = await draftDetection(test, { samples: [sha256Of(file)] });
  await judge(test, sha256Of(file), { verdict: 'malware', detectionId: draft.id });
  const dropped = test.app.inject({
    method: 'POST',
    url: `/api/v1/lab/detections/${draft.id}/drop`,
    headers: { cookie: await test.signIn('analyst@vendor.example'), ...version(draft) },
  });
  expect((await dropped).json()).toMatchObject({ code: 'awaited_by_verdict' });
  const other = newFile();
  await send(ANNA, { 'b.bin': other });
  const entry = await newAllowEntry(analyst, sha256Of(other));
  await judge(test, sha256Of(other), { verdict: 'false_detection_removed' });
  const withdrawn = analyst.withdrawAllowEntry({ params: { id: entry.id }, body: { reason: 'By mistake.' } });
  expect(await refusal(withdrawn)).toMatchObject({ code: 'awaited_by_verdict' });
});
