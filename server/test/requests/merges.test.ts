import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { addMember, companyId } from '../security/attack.ts';
import { submitPublic, SUSPICIOUS } from '../submissions/submission-calls.ts';
import { fileAs, rowOf, textsOf, toldOf } from './merge-calls.ts';

let test: TestApp;
let anna: Client;
let boris: Client;
let engineer: Client;
let analyst: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  analyst = await test.as('analyst@vendor.example');
});
afterAll(() => test.close());

const DAY_MS = 86_400_000;
const merge = (id: string, number: string, client = engineer) =>
  client.mergeRequest({ params: { id }, body: { number } });
const unmerge = (id: string, client = engineer) => client.unmergeRequest({ params: { id } });
const say = (client: Client, id: string, text: string, more: object = {}) =>
  client.createMessage({ params: { id }, body: { text, ...more } });
const draft = (client: Client, key: `reply:${string}`, text: string, version = 0) =>
  client.putDraft({ params: { key }, body: { content: { text } }, version });
const draftText = async (client: Client, key: `reply:${string}`) =>
  (await client.getDraft({ params: { key } })).content?.['text'];

describe('a merged request', () => {
  it('goes on in the other one with all that was said, in the order of time, and is closed', async () => {
    const other = await fileAs(boris, { text: 'First.' });
    const uploads = [
      await uploadCalls(test, await test.signIn('anna@acme.example')).whole(Buffer.from('trace'), 'a.log'),
    ];
    const request = await fileAs(anna, { text: 'Second, a merged word: kaleidoscope.', uploads });
    await say(boris, other.id, 'Third.');
    await say(engineer, request.id, 'A note.', { visibility: 'internal' });

    const target = await merge(request.id, ` ${other.number.toLowerCase()}`);
    expect(target).toMatchObject({
      id: other.id,
      messageCount: 3,
      merged: [{ id: request.id, number: request.number, undoableUntil: expect.any(String) }],
    });
    const all = ['First.', 'Second, a merged word: kaleidoscope.', 'Third.'];
    expect(await textsOf(boris, other.id)).toEqual(all);
    expect(await textsOf(anna, request.id)).toEqual(all);
    expect(await textsOf(engineer, other.id)).toEqual([...all, 'A note.']);
    const { data } = await anna.listMessages({ params: { id: other.id } });
    expect(data[1]?.attachments.map(({ name }) => name)).toEqual(['a.log']);
    expect(await anna.getRequest({ params: { id: request.id } })).toMatchObject({
      status: 'closed',
      resolution: 'duplicate',
      promiseAt: null,
      actions: [],
      mergedInto: { id: other.id, number: other.number, desk: 'support' },
    });
    const found = await boris.listRequests({ query: { q: 'kaleidoscope' } });
    expect(found.data.map(({ id }) => id)).toEqual([other.id]);
    expect(await toldOf(boris, other.id)).toEqual([['merged', request.number]]);
    expect(await toldOf(anna, request.id)).toEqual([['merged', other.number]]);
    const people = await boris.listParticipants({ params: { id: other.id } });
    expect(people.data.map(({ name }) => name)).toContain((await anna.getMe()).name);
    // To members nothing is said of undoing.
    expect((await boris.getRequest({ params: { id: other.id } })).merged[0]?.undoableUntil).toBeNull();
  });

  it('takes replies and drafts to where it goes on, along every merge that follows', async () => {
    const [first, second, third] = [await fileAs(boris), await fileAs(boris), await fileAs(boris)];
    await draft(boris, `reply:${first.id}`, 'What I was writing');
    await draft(anna, `reply:${first.id}`, 'Mine here');
    const { version } = await draft(anna, `reply:${second.id}`, 'Mine there');
    await merge(first.id, second.number);
    expect(await draftText(boris, `reply:${second.id}`)).toBe('What I was writing');
    expect(await draftText(anna, `reply:${second.id}`)).toBe('Mine there\n\nMine here');
    // The window that was open before the merge still writes under the old address, and learns that it moved.
    await expect(draft(anna, `reply:${first.id}`, 'Mine there, more', version)).rejects.toMatchObject({
      code: 'version_moved',
    });
    await merge(second.id, third.number);
    const kept = await boris.getDraft({ params: { key: `reply:${first.id}` } });
    const sent = await boris.createMessage({
      params: { id: first.id },
      query: { draft: kept.version },
      body: { text: 'What I was writing' },
    });
    expect(sent.requestId).toBe(third.id);
    expect(await draftText(boris, `reply:${third.id}`)).toBeUndefined();
    await say(engineer, second.id, 'The answer.');
    expect((await textsOf(boris, third.id)).slice(-2)).toEqual(['What I was writing', 'The answer.']);
    expect((await boris.getRequest({ params: { id: first.id } })).mergedInto?.id).toBe(third.id);
    // What came along is taken back in the opposite order.
    await expect(unmerge(first.id)).rejects.toMatchObject({ code: 'request_merged' });
    await unmerge(second.id);
    await unmerge(first.id);
    expect(await textsOf(boris, first.id)).toEqual(['Every hour.']);
    expect(await textsOf(boris, third.id)).toHaveLength(3);
  });

  it('is again exactly what it was when that is taken back; what was written since stays', async () => {
    const other = await fileAs(boris, { severity: 4 });
    const request = await fileAs(anna, { severity: 1 });
    await say(engineer, other.id, 'What do you see?', { thenStatus: 'waiting_for_customer' });
    await draft(engineer, `reply:${request.id}`, 'Half an answer');
    const before = [await rowOf(test, request.id), await rowOf(test, other.id)];
    await merge(request.id, other.number);
    // The customer waits in one of them, so the vendor is due in both, by the earlier time.
    expect(await rowOf(test, other.id)).toMatchObject({ status: 'open', promise_at: before[0]?.promise_at });
    await unmerge(request.id);
    expect([await rowOf(test, request.id), await rowOf(test, other.id)]).toEqual(before);
    expect(await draftText(engineer, `reply:${request.id}`)).toBe('Half an answer');
    const people = await boris.listParticipants({ params: { id: other.id } });
    expect(people.data).toEqual([]);

    await merge(request.id, other.number);
    await say(anna, request.id, 'Since then.');
    await say(engineer, other.id, 'Solved.', { thenStatus: 'resolved', resolution: 'fixed' });
    await unmerge(request.id);
    expect(await rowOf(test, request.id)).toEqual(before[0]);
    expect(await rowOf(test, other.id)).toMatchObject({ status: 'resolved', resolution: 'fixed', message_count: 4 });
    expect(await textsOf(anna, request.id)).toEqual(['Every hour.']);
    expect(await textsOf(boris, other.id)).toEqual(['Every hour.', 'What do you see?', 'Since then.', 'Solved.']);
    expect(await toldOf(anna, request.id)).toHaveLength(4);
  });

  it('can be taken back for 30 days', async () => {
    const [request, other] = [await fileAs(boris), await fileAs(boris)];
    await merge(request.id, other.number);
    const age = (ms: number) =>
      test.platform.db
        .updateTable('app.requests')
        .set({ merged_at: new Date(Date.now() - ms) })
        .where('id', '=', request.id)
        .execute();
    await age(30 * DAY_MS + 1000);
    await expect(unmerge(request.id)).rejects.toMatchObject({ code: 'too_late_to_unmerge' });
    await age(30 * DAY_MS - 60_000);
    expect((await unmerge(request.id)).mergedInto).toBeNull();
    await expect(unmerge(request.id)).rejects.toMatchObject({ code: 'not_merged' });
  });

  it('tells each news once, at the other request', async () => {
    const { db } = test.platform;
    const [request, other] = [await fileAs(anna), await fileAs(boris)];
    await test.runLaterJobs();
    const mails = async () =>
      (await db.selectFrom('app.mails').select(['request_id', 'recipient_id']).execute()).filter(({ request_id }) =>
        [request.id, other.id].includes(request_id ?? ''),
      );
    const before = (await mails()).length;
    await say(engineer, request.id, 'We have found it.');
    await merge(request.id, other.number);
    await test.runLaterJobs();
    const told = (await mails()).slice(before);
    expect(told.map(({ request_id }) => request_id)).toEqual([other.id, other.id]);
    expect(new Set(told.map(({ recipient_id }) => recipient_id)).size).toBe(2);
  });

  it('of somebody without an account goes on behind its tracking link, until that is renewed', async () => {
    const email = 'twice@outside.example';
    const [one, two] = [await submitPublic(test, {}, { email }), await submitPublic(test, {}, { email })];
    await expect(merge(one.id, two.number, analyst)).rejects.toMatchObject({ code: 'merge_other_customer' });
    await test.platform.db
      .updateTable('app.submitters')
      .set({ confirmed_at: new Date() })
      .where('email', '=', email)
      .execute();
    await merge(one.id, two.number, analyst);
    const headers = { authorization: `Bearer ${one.trackingToken}` };
    const opened = async () => (await test.app.inject({ url: '/api/v1/public/submission', headers })).json();
    expect(await opened()).toMatchObject({ number: two.number });
    const said = await test.app.inject({
      method: 'POST',
      url: '/api/v1/public/submission/messages',
      headers,
      payload: { text: 'One thing more.' },
    });
    expect(said.statusCode).toBe(201);
    expect(await textsOf(analyst, two.id)).toEqual([SUSPICIOUS.text, SUSPICIOUS.text, 'One thing more.']);
    expect((await analyst.listObjects({ params: { id: two.id } })).data).toHaveLength(2);
    await analyst.renewTrackingLink({ params: { id: two.id } });
    expect(await opened()).toMatchObject({ code: 'link_expired' });
    await unmerge(one.id, analyst);
    expect((await analyst.listObjects({ params: { id: one.id } })).data).toHaveLength(1);
  });
});

describe('a merge that cannot be', () => {
  it('says why not', async () => {
    const request = await fileAs(boris);
    const refused = (number: string, code: string, client = engineer) =>
      expect(merge(request.id, number, client)).rejects.toMatchObject({ code });
    const clara = await test.as('clara@globex.example');
    await refused((await fileAs(clara)).number, 'merge_other_customer');
    const lab = await fileAs(boris, { desk: 'lab', kind: 'unknown_malware' });
    await refused(lab.number, 'merge_other_desk', await test.as('lead@vendor.example'));
    const ended = await fileAs(boris);
    await boris.closeRequest({ params: { id: ended.id } });
    await refused(ended.number, 'merge_into_ended');
    for (const number of ['TS-1', request.number, 'nonsense']) {
      await expect(merge(request.id, number)).rejects.toMatchObject({ fields: [{ pointer: '/number' }] });
    }
    expect((await engineer.getRequest({ params: { id: request.id } })).mergedInto).toBeNull();
  });

  it('leaves what cannot be done with a merged request undone', async () => {
    const [request, other] = [await fileAs(boris), await fileAs(boris)];
    await merge(request.id, other.number);
    const params = { id: request.id };
    const refusal = { code: 'transition_not_allowed' };
    await expect(engineer.setRequestStatus({ params, body: { status: 'open' } })).rejects.toMatchObject(refusal);
    await expect(engineer.assignRequest({ params, body: { personId: null } })).rejects.toMatchObject(refusal);
    await expect(boris.reopenRequest({ params })).rejects.toMatchObject(refusal);
    await expect(boris.escalateRequest({ params, body: { reason: 'Now.' } })).rejects.toMatchObject(refusal);
  });

  it('adds nobody who has left the company', async () => {
    const leaver = await addMember(test, { email: 'leaver@acme.example' });
    const [request, other] = [await fileAs(test.client(leaver.cookie)), await fileAs(boris)];
    await test.platform.db
      .updateTable('app.members')
      .set({ state: 'removed' })
      .where('person_id', '=', leaver.id)
      .where('company_id', '=', await companyId(test, 'Acme Logistics'))
      .execute();
    await merge(request.id, other.number);
    expect((await engineer.listParticipants({ params: { id: other.id } })).data).toEqual([]);
  });
});
