import type { Client } from '@companyaccount/contract/client';
import type { Request } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, mailsTo } from '../security/attack.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
let lead: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  lead = await test.as('lead@vendor.example');
});
afterAll(() => test.close());

const file = async (): Promise<string> =>
  (
    await boris.createRequest({
      body: { desk: 'support', kind: 'malfunction', subject: 'Nothing happens', text: 'Since Monday.' },
    })
  ).id;
const show = (id: string, by = boris): Promise<Request> => by.getRequest({ params: { id } });
const escalate = (id: string, reason = 'The plant stands still.', by = boris) =>
  by.escalateRequest({ params: { id }, body: { reason } });
const answer = (id: string, text: string, by: Client) => by.createMessage({ params: { id }, body: { text } });
const resolve = (id: string) =>
  engineer.setRequestStatus({ params: { id }, body: { status: 'resolved', resolution: 'fixed' } });
const rate = (id: string, value: 'good' | 'bad', comment?: string, by = boris) =>
  by.rateRequest({ params: { id }, body: { value, ...(comment === undefined ? {} : { comment }) } });
const entries = async (id: string, type: string) =>
  (await boris.listTimeline({ params: { id } })).data
    .filter((entry) => entry.type === type)
    .map(({ actor, from, to }) => [actor?.name, from, to]);

describe('an escalation', () => {
  it('brings the request before the leads, with its reason, once until the vendor answers', async () => {
    const id = await file();
    const sent = (await mailsTo(test, 'lead@vendor.example')).length;
    expect(await escalate(id)).toMatchObject({ escalated: true, actions: expect.not.arrayContaining(['escalate']) });
    await expect(escalate(id)).rejects.toMatchObject({ code: 'transition_not_allowed' });
    expect(await entries(id, 'escalated')).toEqual([['Boris Belov', null, 'The plant stands still.']]);
    const mails = (await mailsTo(test, 'lead@vendor.example')).slice(sent);
    expect(mails).toMatchObject([{ template: 'request_escalated' }]);
    expect(mails[0]?.text).toContain('The plant stands still.');
    expect(mails[0]?.text).toContain(`/desk/${id}`);
    const queue = async () =>
      (await lead.listQueues({ query: { desk: 'support' } })).data.find(({ id: queueId }) => queueId === 'escalated');
    const listed = async () => (await lead.listRequests({ query: { desk: 'support', escalated: true } })).data;
    expect((await listed()).map((request) => request.id)).toContain(id);
    expect((await queue())?.count).toBe((await listed()).length);

    // A note among the staff is no answer.
    await engineer.createMessage({ params: { id }, body: { text: 'Looking.', visibility: 'internal' } });
    await answer(id, 'And now the other plant.', boris);
    expect((await show(id)).escalated).toBe(true);
    await answer(id, 'We are on it.', engineer);
    expect(await show(id)).toMatchObject({ escalated: false, actions: expect.arrayContaining(['escalate']) });
    expect((await listed()).map((request) => request.id)).not.toContain(id);
    expect((await escalate(id, 'Still nothing.')).escalated).toBe(true);
  });

  it('ends with the request, and is not made while the customer is awaited', async () => {
    const id = await file();
    await escalate(id);
    await resolve(id);
    expect((await show(id)).escalated).toBe(false);
    await expect(escalate(id)).rejects.toMatchObject({ code: 'transition_not_allowed' });
    await answer(id, 'No.', boris);
    await engineer.createMessage({ params: { id }, body: { text: 'Why?', thenStatus: 'waiting_for_customer' } });
    await expect(escalate(id)).rejects.toMatchObject({ code: 'transition_not_allowed' });
  });

  it('needs a reason, and is open to every colleague who may answer', async () => {
    const id = await file();
    const { cookie } = await addMember(test, { email: 'urgent@acme.example' });
    await expect(escalate(id, '  \n ')).rejects.toMatchObject({ code: 'validation_failed' });
    expect((await escalate(id, 'Me too.', test.client(cookie))).escalated).toBe(true);
  });
});

describe('a rating', () => {
  it('is given to a resolution, and changed', async () => {
    const id = await file();
    await expect(rate(id, 'good')).rejects.toMatchObject({ code: 'transition_not_allowed' });
    await answer(id, 'Fixed in 12.5.', engineer);
    await resolve(id);
    expect((await show(id)).rating).toBeNull();
    expect((await rate(id, 'bad', '  Too late.  ')).rating).toMatchObject({
      value: 'bad',
      comment: 'Too late.',
      author: { name: 'Boris Belov' },
    });
    expect((await rate(id, 'bad')).rating).toMatchObject({ value: 'bad', comment: null });
    expect((await rate(id, 'good', 'All well.')).rating).toMatchObject({ value: 'good', comment: 'All well.' });
    expect((await show(id, engineer)).rating).toMatchObject({ value: 'good', comment: 'All well.' });
    expect(await entries(id, 'rated')).toEqual([
      ['Boris Belov', null, 'bad'],
      ['Boris Belov', 'bad', 'good'],
    ]);
    await boris.closeRequest({ params: { id } });
    expect((await rate(id, 'good', 'Still well.')).rating).toMatchObject({ comment: 'Still well.' });
  });

  it('belongs to one resolution; the next one is rated anew, and the first is kept', async () => {
    const id = await file();
    await answer(id, 'Fixed.', engineer);
    await resolve(id);
    await rate(id, 'bad');
    await answer(id, 'It is not.', boris);
    expect(await show(id)).toMatchObject({ rating: null, actions: expect.not.arrayContaining(['rate']) });
    await resolve(id);
    expect((await show(id)).rating).toBeNull();
    await rate(id, 'good');
    const kept = await test.platform.db
      .selectFrom('app.request_ratings as r')
      .innerJoin('auth.people as p', 'p.id', 'r.owner_id')
      .select(['r.value', 'p.name'])
      .where('r.request_id', '=', id)
      .orderBy('r.resolved_at')
      .execute();
    expect(kept).toEqual([
      { value: 'bad', name: 'Erik Engineer' },
      { value: 'good', name: 'Erik Engineer' },
    ]);
  });

  it('is not for what was withdrawn, nor for colleagues', async () => {
    const id = await file();
    const { cookie } = await addMember(test, { email: 'bystander@acme.example' });
    await resolve(id);
    await expect(rate(id, 'good', undefined, test.client(cookie))).rejects.toMatchObject({ code: 'forbidden' });
    const withdrawn = await file();
    await boris.closeRequest({ params: { id: withdrawn } });
    await expect(rate(withdrawn, 'good')).rejects.toMatchObject({ code: 'transition_not_allowed' });
  });
});
