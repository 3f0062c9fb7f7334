import { randomUUID } from 'node:crypto';
import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { submitPublic, SUSPICIOUS } from '../submissions/submission-calls.ts';
import { fileAs, rowOf, textsOf } from './merge-calls.ts';

let test: TestApp;
let anna: Client;
let boris: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

const split = (id: string, messageIds: string[], client = engineer) =>
  client.splitRequest({ params: { id }, body: { subject: ' The other trouble ', messageIds } });

it('makes a linked request of some messages, of whoever wrote them, with the earlier promise', async () => {
  const origin = await fileAs(boris, { severity: 2, productVersion: '7.1' });
  const uploads = [await uploadCalls(test, await test.signIn('anna@acme.example')).whole(Buffer.from('x'), 'b.log')];
  const text = 'And the printer, a word: zeppelin.';
  const message = await anna.createMessage({ params: { id: origin.id }, body: { text, uploads } });
  const note = await engineer.createMessage({
    params: { id: origin.id },
    body: { text: 'Two things.', visibility: 'internal' },
  });
  const made = await split(origin.id, [message.id, note.id]);
  expect(made).toMatchObject({
    subject: 'The other trouble',
    status: 'new',
    severity: 2,
    productVersion: '7.1',
    author: { id: message.author.id },
    messageCount: 1,
    excerpt: text,
    links: [{ kind: 'split', direction: 'earlier', request: { id: origin.id } }],
  });
  expect(await textsOf(engineer, made.id)).toEqual([text, 'Two things.']);
  expect(await textsOf(boris, origin.id)).toEqual(['Every hour.']);
  expect(await rowOf(test, origin.id)).toMatchObject({ message_count: 1, excerpt: 'Every hour.' });
  const [before, after] = [await rowOf(test, origin.id), await rowOf(test, made.id)];
  expect(Number(after.promise_at)).toBeLessThanOrEqual(Number(before.promise_at));
  const people = (await anna.listParticipants({ params: { id: made.id } })).data;
  expect(people.map(({ id }) => id)).toEqual([(await boris.getMe()).id]);
  expect((await boris.listRequests({ query: { q: 'zeppelin' } })).data.map(({ id }) => id)).toEqual([made.id]);
  expect((await boris.listRequests({ query: { q: 'other trouble' } })).data.map(({ id }) => id)).toEqual([made.id]);
  const links = (await boris.listTimeline({ params: { id: origin.id } })).data.filter(({ type }) => type === 'linked');
  expect(links).toMatchObject([{ field: 'split', to: made.number }]);

  // Merging is the way back.
  await engineer.mergeRequest({ params: { id: made.id }, body: { number: origin.number } });
  expect(await textsOf(boris, origin.id)).toEqual(['Every hour.', text]);
});

it('stands open where the vendor has answered among them', async () => {
  const origin = await fileAs(boris);
  const answer = await engineer.createMessage({ params: { id: origin.id }, body: { text: 'This is how.' } });
  expect(await split(origin.id, [answer.id])).toMatchObject({ status: 'open', lastMessageSide: 'vendor' });
});

it('takes what was submitted along, and gives a submitter another link', async () => {
  const one = await submitPublic(test, { 'a.exe': Buffer.from('first file') });
  const headers = { authorization: `Bearer ${one.trackingToken}` };
  const url = '/api/v1/public/submission/messages';
  const said = await test.app.inject({ method: 'POST', url, headers, payload: { text: 'And that.' } });
  const analyst = await test.as('analyst@vendor.example');
  const { data } = await analyst.listMessages({ params: { id: one.id } });
  const made = await split(one.id, [data[0]?.id ?? ''], analyst);
  expect(made).toMatchObject({ desk: 'lab', labStage: 'received', submitter: { confirmed: false } });
  expect((await analyst.listObjects({ params: { id: made.id } })).data).toHaveLength(1);
  expect((await analyst.listObjects({ params: { id: one.id } })).data).toEqual([]);
  expect(await textsOf(analyst, made.id)).toEqual([SUSPICIOUS.text]);
  const seen = (await test.app.inject({ url, headers })).json() as { data: { id: string }[] };
  expect(seen.data.map(({ id }) => id)).toEqual([said.json().id]);
});

it('leaves something to both, and takes nothing that is not there', async () => {
  const [origin, other] = [await fileAs(boris), await fileAs(boris)];
  const idsOf = async (id: string) => (await engineer.listMessages({ params: { id } })).data.map((one) => one.id);
  const note = await engineer.createMessage({
    params: { id: origin.id },
    body: { text: 'For us.', visibility: 'internal' },
  });
  const [first = ''] = await idsOf(origin.id);
  await expect(split(origin.id, [first])).rejects.toMatchObject({ code: 'split_all' });
  const refused = (ids: string[], code: string) =>
    expect(split(origin.id, ids)).rejects.toMatchObject({ fields: [{ pointer: '/messageIds', code }] });
  await refused([note.id], 'invalid');
  await refused([randomUUID()], 'not_one_of');
  await refused(await idsOf(other.id), 'not_one_of');
  expect(await idsOf(origin.id)).toEqual([first, note.id]);
});
