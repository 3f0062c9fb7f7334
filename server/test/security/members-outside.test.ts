// People at the door: who waits to be let in, was turned away or was removed learns nothing of the company by lists,
// search, counters, the live channel or guessed addresses; removal ends what is open within a second.
// Seen as: CVE-2023-45024 (RT), osTicket 85a76f40.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from './attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
let acme: string;
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  acme = await companyId(test, 'Acme Logistics');
});
afterAll(() => test.close());

const memberIdOf = async (personId: string): Promise<string> =>
  (
    await test.platform.db
      .selectFrom('app.members')
      .select('id')
      .where('person_id', '=', personId)
      .where('company_id', '=', acme)
      .executeTakeFirstOrThrow()
  ).id;

/** Everything of Acme that a person could ask for. */
async function everythingOfAcme(cookie: string, request: string, memberId: string) {
  const calls = [
    ['listRequests', {}],
    ['listRequests', { query: { q: 'stops' } }],
    ['listLicenses', {}],
    ['getRequest', { params: { id: request } }],
    ['listMessages', { params: { id: request } }],
    ['listTimeline', { params: { id: request } }],
    ['getCompany', { params: { id: acme } }],
    ['listMembers', { params: { id: acme } }],
    ['approveMember', { params: { id: acme, memberId } }],
    ['listQueues', { query: { desk: 'support' } }],
  ] as const;
  return Promise.all(calls.map(([name, call]) => attempt(test, name, { ...call, cookie })));
}

it('tells nothing to who waits, was turned away or was removed', async () => {
  const anna = await test.as('anna@acme.example');
  const request = await fileRequest(test, undefined, 'A subject of Acme');
  const waiting = await addMember(test, { email: 'waiting@acme.example', state: 'pending' });
  const rejected = await addMember(test, { email: 'rejected@acme.example', state: 'pending' });
  const removed = await addMember(test, { email: 'removed@acme.example' });
  await anna.rejectMember({ params: { id: acme, memberId: await memberIdOf(rejected.id) } });
  await anna.removeMember({ params: { id: acme, memberId: await memberIdOf(removed.id) } });
  // The removed person's session is over; they sign in again.
  const again = await attempt(test, 'signIn', { body: { email: 'removed@acme.example', password: 'demo demo demo' } });
  const back = again.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  for (const [cookie, person] of [
    [waiting.cookie, waiting],
    [rejected.cookie, rejected],
    [back, removed],
  ] as const) {
    for (const answer of await everythingOfAcme(cookie, request, await memberIdOf(person.id))) {
      expect(answer.statusCode).toBe(403);
      expect(answer.body).not.toMatch(/Acme|anna/iu);
    }
    const stream = await openStream(address, cookie, { 'last-event-id': '1' });
    const boris = await openStream(address, await test.signIn('boris@acme.example'));
    const told = await fileRequest(test);
    await boris.hear(({ data }) => data['requestId'] === told);
    expect(JSON.stringify(stream.events)).not.toMatch(new RegExp(`${request}|${told}|company_changed`, 'u'));
    stream.close();
    boris.close();
  }
});

it('ends the stream and the session of a removed member within a second, and those of nobody else', async () => {
  const anna = await test.as('anna@acme.example');
  const { id, cookie } = await addMember(test, { email: 'leaving@acme.example' });
  const request = await fileRequest(test, cookie);
  const stream = await openStream(address, cookie);
  const colleague = await openStream(address, await test.signIn('boris@acme.example'));
  const params = { id: acme, memberId: await memberIdOf(id) };
  const began = performance.now();
  await anna.removeMember({ params });
  await stream.ended();
  expect(performance.now() - began).toBeLessThan(1000);
  expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
  expect((await openStream(address, cookie)).status).toBe(401);
  await colleague.hear(({ data }) => data['type'] === 'company_changed');
  expect(colleague.isOpen()).toBe(true);
  colleague.close();
  // What they filed stays with the company, under their name.
  expect((await anna.getRequest({ params: { id: request } })).author.name).toBe('leaving');
});

it('wakes the page of a person who was let in, and ends the streams of all when the company shares otherwise', async () => {
  const anna = await test.as('anna@acme.example');
  const { id, cookie } = await addMember(test, { email: 'hopeful@acme.example', state: 'pending' });
  const stream = await openStream(address, cookie);
  await anna.approveMember({ params: { id: acme, memberId: await memberIdOf(id) } });
  await stream.hear(({ data }) => data['type'] === 'rights_changed');
  await stream.ended();
  const member = await openStream(address, cookie);
  const foreign = await openStream(address, await test.signIn('clara@globex.example'));
  const { version } = await anna.getCompany({ params: { id: acme } });
  await anna.patchCompany({ params: { id: acme }, version, body: { sharing: 'own' } });
  await member.ended();
  expect(foreign.isOpen()).toBe(true);
  expect(foreign.events.filter(({ name }) => name === 'change')).toEqual([]);
  foreign.close();
});
