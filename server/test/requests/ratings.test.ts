import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, companyId, mailsTo } from '../security/attack.ts';

const BORIS = 'boris@acme.example';
const LEAD = 'lead@vendor.example';
let test: TestApp;
let boris: Client;
let engineer: Client;
let lead: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as(BORIS);
  engineer = await test.as('engineer@vendor.example');
  lead = await test.as(LEAD);
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.runLaterJobs();
  await test.platform.db.deleteFrom('app.throttles').execute();
});

const show = (id: string, by: Client) => by.getRequest({ params: { id } });
const rate = (id: string, value: 'good' | 'bad', comment = '') =>
  boris.rateRequest({ params: { id }, body: { value, comment } });
const resolve = (id: string) =>
  engineer.setRequestStatus({ params: { id }, body: { status: 'resolved', resolution: 'fixed' } });
async function resolved(subject = 'Nothing happens'): Promise<string> {
  const body = { desk: 'support', kind: 'malfunction', subject, text: 'Since Monday.' } as const;
  const { id } = await boris.createRequest({ body });
  await resolve(id);
  return id;
}
const mailed = async (email: string, known: number) => {
  await test.runLaterJobs();
  return (await mailsTo(test, email)).slice(known);
};
const listed = async (list?: 'unsettled' | 'settled' | 'all') =>
  (await lead.listRatings({ query: list === undefined ? {} : { list } })).data.map(({ request }) => request.id);

describe('the mail that tells a resolution', () => {
  it('asks whoever decides about the request how it went, by a link that works', async () => {
    const { id: colleague } = await addMember(test, { email: 'takes-part@acme.example' });
    const body = { desk: 'support', kind: 'malfunction', subject: 'It hangs', text: 'Often.' } as const;
    const { id } = await boris.createRequest({ body: { ...body, participants: [colleague] } });
    const before = [await mailsTo(test, BORIS), await mailsTo(test, 'takes-part@acme.example')];
    await engineer.createMessage({
      params: { id },
      body: { text: 'Fixed in 12.5.', thenStatus: 'resolved', resolution: 'fixed' },
    });
    const [mine] = await mailed(BORIS, before[0]?.length ?? 0);
    expect(mine?.text).toContain('Fixed in 12.5.');
    const token = /\/rate#(\S+)/u.exec(mine?.text ?? '')?.[1] ?? '';
    const theirs = await mailed('takes-part@acme.example', before[1]?.length ?? 0);
    expect(theirs.some(({ text }) => text.includes('Fixed in 12.5.'))).toBe(true);
    for (const { text } of theirs) expect(text).not.toContain('/rate');
    const answer = await test.app.inject({
      method: 'POST',
      url: '/api/v1/public/rating',
      headers: { authorization: `Bearer ${token}` },
      payload: { value: 'good', comment: 'Quick.' },
    });
    expect(answer.json()).toMatchObject({ subject: 'It hangs', value: 'good', comment: 'Quick.' });
    expect((await show(id, boris)).rating).toMatchObject({ value: 'good', author: { name: 'Boris Belov' } });
  });

  it('asks nothing where there is nothing to rate', async () => {
    const known = (await mailsTo(test, BORIS)).length;
    const id = await resolved('Too soon');
    await engineer.setRequestStatus({ params: { id }, body: { status: 'open' } });
    const mails = await mailed(BORIS, known);
    expect(mails.length).toBeGreaterThan(0);
    for (const { text } of mails) expect(text).not.toContain('/rate#');
  });
});

describe('a bad rating', () => {
  it('is mailed to the leads once its comment has come, marked for staff, and settled with a note', async () => {
    const id = await resolved('It was slow');
    const known = (await mailsTo(test, LEAD)).length;
    await rate(id, 'bad');
    await test.runJobs();
    expect((await mailsTo(test, LEAD)).length).toBe(known);
    await rate(id, 'bad', 'It took a week.');
    const mails = await mailed(LEAD, known);
    expect(mails).toMatchObject([{ template: 'request_rated_bad' }]);
    expect(mails[0]?.text).toContain('It took a week.');
    expect(mails[0]?.text).toContain(`/desk/${id}`);

    expect((await show(id, engineer)).ratingUnsettled).toBe(true);
    expect((await show(id, boris)).ratingUnsettled).toBe(false);
    expect(await listed()).toContain(id);
    await expect(engineer.settleRating({ params: { id }, body: {} })).rejects.toMatchObject({ code: 'forbidden' });
    const settled = await lead.settleRating({ params: { id }, body: { note: ' We called and said sorry. ' } });
    expect(settled.ratingUnsettled).toBe(false);
    await expect(lead.settleRating({ params: { id }, body: {} })).rejects.toMatchObject({
      code: 'transition_not_allowed',
    });
    expect(await listed()).not.toContain(id);
    expect((await lead.listRatings({ query: { list: 'settled' } })).data[0]).toMatchObject({
      request: { id, subject: 'It was slow' },
      author: { name: 'Boris Belov' },
      value: 'bad',
      unsettled: false,
      settled: { by: { name: 'Lena Lead' }, note: 'We called and said sorry.' },
    });
    const types = async (by: Client) => (await by.listTimeline({ params: { id } })).data.map(({ type }) => type);
    expect(await types(engineer)).toContain('rating_settled');
    expect(await types(boris)).not.toContain('rating_settled');
    // Who says it once more is heard once more.
    await rate(id, 'bad', 'Still slow.');
    expect(await listed()).toContain(id);
  });

  it('is forgotten where the customer thinks better of it within the minute', async () => {
    const id = await resolved();
    const known = (await mailsTo(test, LEAD)).length;
    await rate(id, 'bad');
    await rate(id, 'good');
    expect(await mailed(LEAD, known)).toEqual([]);
    expect((await show(id, engineer)).ratingUnsettled).toBe(false);
    expect(await listed('all')).toContain(id);
  });

  it('stays to be settled when the request is opened and resolved again', async () => {
    const id = await resolved();
    await rate(id, 'bad');
    await boris.createMessage({ params: { id }, body: { text: 'It is not fixed.' } });
    expect(await show(id, engineer)).toMatchObject({ rating: null, ratingUnsettled: true });
    await resolve(id);
    await rate(id, 'bad', 'Again.');
    expect((await listed()).filter((one) => one === id)).toHaveLength(2);
    await lead.settleRating({ params: { id }, body: {} });
    expect((await listed()).filter((one) => one === id)).toEqual([]);
  });
});

it('is listed page by page, and told of its company', async () => {
  const ids = [await resolved('One'), await resolved('Two'), await resolved('Three')];
  for (const id of ids) await rate(id, 'bad');
  const first = await lead.listRatings({ query: { 'page[size]': 2 } });
  expect(first.data.map(({ request }) => request.id)).toEqual([ids[2], ids[1]]);
  const after = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
  const second = await lead.listRatings({ query: { 'page[size]': 2, 'page[after]': after } });
  expect(second.data[0]?.request.id).toBe(ids[0]);

  const company = await engineer.getCompanyRatings({ params: { id: ids[0] ?? '' } });
  expect(company.recent).toHaveLength(5);
  expect(company.recent[0]?.request.id).toBe(ids[2]);
});

it('lets a customer’s transaction neither settle a rating nor read the note', async () => {
  const { id: personId } = await boris.getMe();
  const scope = { side: 'customer', companyId: await companyId(test, 'Acme Logistics'), personId } as const;
  for (const attack of [
    sql`select settled_note from app.request_ratings`,
    sql`update app.request_ratings set settled_at = now(), settled_by = ${personId}`,
    sql`update app.request_ratings set owner_id = ${personId}`,
  ]) {
    await expect(transact(test.platform.db, scope, (tx) => attack.execute(tx))).rejects.toThrow(/permission denied/u);
  }
});
