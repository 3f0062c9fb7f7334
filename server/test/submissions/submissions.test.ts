import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, mailsTo, tokenFor } from '../security/attack.ts';
import { buyToken, judgedPublic, submitPublic, SUSPICIOUS, uploadsBy } from './submission-calls.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const byLink = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

it('takes files, a hash and an address from anybody, and files them with the lab', async () => {
  const sent = await submitPublic(
    test,
    { 'invoice.exe': Buffer.from('invoice'), 'order.js': Buffer.from('order') },
    {
      hashes: ['cd'.repeat(32)],
      urls: ['https://evil.example/a'],
      text: 'Das kam heute mit der Post, was ist es denn?',
    },
  );
  expect(sent.number).toMatch(/^VL-\d+$/u);
  await test.runJobs();
  const analyst = await test.as('analyst@vendor.example');
  const request = await analyst.getRequest({ params: { id: sent.id } });
  expect(request).toMatchObject({
    desk: 'lab',
    kind: 'unknown_malware',
    language: 'de',
    subject: 'Suspicious: invoice.exe and 3 more',
    company: null,
    author: { name: 'Without an account' },
    submitter: { email: null, confirmed: false },
  });
  const { data } = await analyst.listObjects({ params: { id: sent.id } });
  expect(data.map(({ kind, name, outcome }) => [kind, name, outcome !== null])).toEqual([
    ['file', 'invoice.exe', true],
    ['file', 'order.js', true],
    ['hash', 'cd'.repeat(32), true],
    ['url', 'https://evil.example/a', true],
  ]);
  const seen = (await attempt(test, 'getSubmission', byLink(sent.trackingToken))).json();
  expect(seen).toMatchObject({ number: sent.number, desk: 'lab', promiseAt: request.promiseAt });
  expect(seen.labStage).toBe(request.labStage);
  expect(seen.stages.map(({ stage }: { stage: string }) => stage)).toEqual(['received', 'automatic_result']);
  // The sender sees what came of each, and neither the file nor the sample.
  const objects = (await attempt(test, 'listSubmissionObjects', byLink(sent.trackingToken))).json().data;
  expect(objects).toEqual(data.map((object) => ({ ...object, attachmentId: null, hasSample: false })));
});

it('promises the public no sooner than the slowest plan', async () => {
  const terms = (await attempt(test, 'getSubmissionTerms')).json();
  expect(terms).toMatchObject({ takesFiles: true, filesMax: 5, fileBytesMax: 67_108_864 });
  expect(terms.answerHours).toBeGreaterThanOrEqual(72);
});

it('asks for something to look at, and keeps the token for the next try', async () => {
  const uploadToken = await buyToken(test);
  const empty = await attempt(test, 'createSubmission', { body: { uploadToken, ...SUSPICIOUS } });
  expect(empty.json().errors).toEqual([{ pointer: '/uploads', code: 'required' }]);
  const { id } = await uploadsBy(test, uploadToken).begin(10);
  const unfinished = await attempt(test, 'createSubmission', { body: { uploadToken, ...SUSPICIOUS, uploads: [id] } });
  expect(unfinished.json().code).toBe('upload_not_ready');
  const body = { uploadToken, ...SUSPICIOUS, hashes: ['ab'.repeat(32)] };
  // Sent again after its answer was lost, it answers the same.
  const headers = { 'idempotency-key': 'once-and-no-more' };
  const first = await attempt(test, 'createSubmission', { body, headers });
  expect(first.statusCode).toBe(201);
  expect((await attempt(test, 'createSubmission', { body, headers })).json()).toEqual(first.json());
  const other = await attempt(test, 'createSubmission', { body: { ...body, text: 'Else.' }, headers });
  expect(other.json().code).toBe('idempotency_key_reused');
});

it('mails answers only to an address that was confirmed, and forgets the others', async () => {
  const email = 'Quiet@new.example';
  const { id, number } = await submitPublic(test, {}, { email, text: 'Secret words of mine.' });
  const analyst = await test.as('analyst@vendor.example');
  await analyst.createMessage({ params: { id }, body: { text: 'First answer' } });
  const before = await mailsTo(test, 'quiet@new.example');
  expect(before.map(({ template }) => template)).toEqual(['submission_confirmation']);
  expect(before[0]?.text).not.toMatch(/Secret words|First answer/u);

  const token = await tokenFor(test, 'quiet@new.example');
  const confirmed = await attempt(test, 'confirmSubmissionEmail', { body: { token } });
  expect(confirmed.json()).toMatchObject({ number });
  await analyst.createMessage({ params: { id }, body: { text: 'Second answer' } });
  const after = await mailsTo(test, 'quiet@new.example');
  expect(after.map(({ template }) => template)).toEqual(['submission_confirmation', 'request_answered']);
  expect(after[1]?.text).toContain('Second answer');

  const other = await submitPublic(test, {}, { email: 'never@new.example' });
  const late = await tokenFor(test, 'never@new.example');
  const { clock } = test.platform;
  test.platform.clock = () => new Date(clock().getTime() + 49 * 3_600_000);
  try {
    const refused = await attempt(test, 'confirmSubmissionEmail', { body: { token: late } });
    expect(refused.json().code).toBe('link_expired');
  } finally {
    test.platform.clock = clock;
  }
  await test.platform.db
    .updateTable('app.submitters')
    .set({ created_at: new Date(clock().getTime() - 49 * 3_600_000) })
    .where('email', '=', 'never@new.example')
    .execute();
  await sql`select app.enqueue('submissions.expire', '{}'::json)`.execute(test.platform.db);
  await test.runJobs();
  expect((await analyst.getRequest({ params: { id: other.id } })).submitter).toMatchObject({ email: null });
  expect((await analyst.getRequest({ params: { id } })).submitter).toMatchObject({ email: 'quiet@new.example' });
});

it('takes one objection to a verdict by the link', async () => {
  const { id, trackingToken } = await judgedPublic(test);
  const show = async () => (await attempt(test, 'getSubmission', byLink(trackingToken))).json();
  expect(await show()).toMatchObject({ status: 'resolved', mayDispute: true });
  const object = () => attempt(test, 'disputeSubmission', { ...byLink(trackingToken), body: { text: 'It is ours.' } });
  expect((await object()).json()).toMatchObject({ status: 'open', labStage: 'disputed', mayDispute: false });
  expect((await object()).json().code).toBe('transition_not_allowed');
  const { data } = await (await test.as('analyst2@vendor.example')).listMessages({ params: { id } });
  expect(data.at(-1)).toMatchObject({ text: 'It is ours.', author: { side: 'customer' } });
});
