import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { openDisputeBySubmitter } from '#features/requests/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { outsideRequest } from '../security/attack.ts';
import { objectsOf } from './lab-calls.ts';
import { judge, judgedRequest, lastMessage, refusal, requestOf } from './verdict-calls.ts';

const ANNA = 'anna@acme.example';
const FIRST = 'analyst@vendor.example';
const SECOND = 'analyst2@vendor.example';
const WHY = { text: 'We wrote it ourselves; here is how.' };
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const dispute = async (id: string, email: typeof ANNA | 'boris@acme.example' = ANNA) =>
  (await test.as(email)).disputeRequest({ params: { id }, body: WHY });
const idOf = async (email: typeof FIRST | typeof SECOND) => (await (await test.as(email)).getMe()).id;

describe('an objection to a verdict', () => {
  it('brings the request back to the queue, for anybody but whoever took the verdict', async () => {
    const id = await judgedRequest(test, ANNA);
    expect((await requestOf(test, ANNA, id)).actions).toContain('dispute');
    const disputed = await dispute(id);
    expect(disputed).toMatchObject({ status: 'open', labStage: 'disputed', owner: null });
    expect(disputed.actions).not.toContain('dispute');
    expect(await lastMessage(test, FIRST, id)).toMatchObject({ text: WHY.text, author: { side: 'customer' } });

    const first = await test.as(FIRST);
    const take = first.assignRequest({ params: { id }, body: { personId: await idOf(FIRST) } });
    expect(await refusal(take)).toMatchObject({ code: 'own_work' });
    const given = (await test.as(SECOND)).assignRequest({ params: { id }, body: { personId: await idOf(FIRST) } });
    expect(await refusal(given)).toMatchObject({ code: 'own_work' });
    const solved = first.setRequestStatus({ params: { id }, body: { status: 'resolved', resolution: 'answered' } });
    expect(await refusal(solved)).toMatchObject({ code: 'own_work' });
    const answered = first.createMessage({
      params: { id },
      body: { text: 'No.', thenStatus: 'resolved', resolution: 'answered' },
    });
    expect(await refusal(answered)).toMatchObject({ code: 'own_work' });
    const many = await first.changeRequests({
      body: { requests: [{ id }], deed: 'assign', personId: await idOf(FIRST) },
    });
    expect(many.data).toMatchObject([{ outcome: 'refused', code: 'own_work' }]);

    const sha256 = (await objectsOf(test, FIRST, id))[0]?.sha256 ?? '';
    expect(await refusal(judge(test, sha256, { verdict: 'malware' }, FIRST))).toMatchObject({ code: 'own_work' });
    await judge(test, sha256, { verdict: 'clean' }, SECOND);
    expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'resolved', labStage: 'final_verdict' });
    expect((await objectsOf(test, ANNA, id))[0]?.verdict).toMatchObject({ verdict: 'clean' });
  });

  it('is made once: the second verdict is final', async () => {
    const id = await judgedRequest(test, ANNA);
    await dispute(id);
    expect(await refusal(dispute(id))).toMatchObject({ code: 'transition_not_allowed' });
    const sha256 = (await objectsOf(test, FIRST, id))[0]?.sha256 ?? '';
    await judge(test, sha256, { verdict: 'malware' }, SECOND);
    expect(await refusal(dispute(id))).toMatchObject({ code: 'transition_not_allowed' });
    expect((await requestOf(test, ANNA, id)).actions).not.toContain('dispute');
  });

  it('is about what it was while something is asked', async () => {
    const id = await judgedRequest(test, ANNA);
    await dispute(id);
    const second = await test.as(SECOND);
    await second.createMessage({ params: { id }, body: { text: 'Which tool?', thenStatus: 'waiting_for_customer' } });
    await (await test.as(ANNA)).createMessage({ params: { id }, body: { text: 'This one.' } });
    expect(await requestOf(test, ANNA, id)).toMatchObject({ status: 'open', labStage: 'disputed' });
  });

  it('is for whoever decides about the request, and only after a verdict', async () => {
    const id = await judgedRequest(test, ANNA);
    expect(await refusal(dispute(id, 'boris@acme.example'))).toMatchObject({ code: 'forbidden' });
    const anna = await test.as(ANNA);
    const fresh = await anna.createRequest({
      body: { desk: 'lab', kind: 'unknown_malware', subject: 'What is this?', text: 'It came by mail.' },
    });
    expect(await refusal(dispute(fresh.id))).toMatchObject({ code: 'transition_not_allowed' });
  });

  it('comes from somebody without an account in the same way', async () => {
    const { id } = await outsideRequest(test, 'disputes@new.example');
    const objection = { ...WHY, singleAnalyst: false };
    const make = () =>
      transact(test.platform.db, SYSTEM, (tx) => openDisputeBySubmitter(tx, id, objection, new Date()));
    await expect(make()).rejects.toMatchObject({ code: 'transition_not_allowed' });
    await test.platform.db
      .updateTable('app.requests')
      .set({ desk: 'lab', lab_stage: 'final_verdict', status: 'resolved', verdict_at: new Date() })
      .where('id', '=', id)
      .execute();
    await make();
    await expect(make()).rejects.toMatchObject({ code: 'transition_not_allowed' });
  });
});

it('keeps what analysts write about a sample among them, newest first', async () => {
  const id = await judgedRequest(test, ANNA);
  const sha256 = (await objectsOf(test, FIRST, id))[0]?.sha256 ?? '';
  const [first, second] = [await test.as(FIRST), await test.as(SECOND)];
  await first.createSampleComment({ params: { sha256 }, body: { text: 'Packed by hand.' } });
  await second.createSampleComment({ params: { sha256 }, body: { text: 'Unpacks itself.' } });
  const { data } = await first.listSampleComments({ params: { sha256 } });
  expect(data.map(({ text }) => text)).toEqual(['Unpacks itself.', 'Packed by hand.']);
  const anna = await test.as(ANNA);
  expect(await refusal(anna.listSampleComments({ params: { sha256 } }))).toMatchObject({ code: 'forbidden' });
  expect(JSON.stringify(await anna.listMessages({ params: { id } }))).not.toContain('Packed');
});
