// Who comes second with a license: by code or by key file, by registering or by adding it, they wait and learn nothing of
// the company but its name, whatever route they try with whatever of its ids, by search, or by listening.
// Seen as: the class of licensing portals that hand a company to the second holder of a code.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteName } from '@companyaccount/contract/routes';
import { keyFileOf, newLicense } from '../harness/licenses.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import {
  ALL_ROUTES,
  attempt,
  companyId,
  fileRequest,
  freshAddress,
  GOOD_BODIES,
  LONG_PASSWORD,
  paramsOf,
  tokenFor,
} from './attack.ts';
import { openStream } from '../harness/live-reader.ts';

const WORD = 'Zwiebelkuchen';

let test: TestApp;
let address: string;
let acme: string;
let code: string;
let ids: string[];
let secrets: string[];
const BY_CODE = 'who registered with the code';
const BY_FILE = 'who registered with a key file';
const BY_ADDING = 'who administers another company, and added it';
const holders: Record<string, string> = {};

/** Everything that is Acme's, except that somebody waits. */
const everything = async () => {
  const { db } = test.platform;
  const of = (table: 'app.requests' | 'app.messages' | 'app.licenses' | 'app.attachments') =>
    db.selectFrom(table).selectAll().where('company_id', '=', acme).orderBy('id').execute();
  return {
    company: await db.selectFrom('app.companies').selectAll().where('id', '=', acme).execute(),
    members: await db.selectFrom('app.members').selectAll().where('company_id', '=', acme).orderBy('id').execute(),
    rest: [await of('app.requests'), await of('app.messages'), await of('app.licenses'), await of('app.attachments')],
  };
};

async function registerSecond(email: string, proof: Record<string, string>): Promise<string> {
  const body = { ...proof, email, name: 'Second', password: LONG_PASSWORD, companyName: 'Mine', language: 'en' };
  await attempt(test, 'createRegistration', { body });
  const answer = await attempt(test, 'confirmRegistration', { body: { token: await tokenFor(test, email) } });
  expect(answer.json()).toEqual({ email, companyName: 'Acme Logistics', membership: 'pending' });
  return test.signIn(email, LONG_PASSWORD);
}

beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  acme = await companyId(test, 'Acme Logistics');
  const anna = await test.signIn('anna@acme.example');
  const license = await newLicense(test);
  code = license.code;
  await attempt(test, 'addLicense', { body: { activationCode: code }, cookie: anna });
  const keyFile = await keyFileOf(test, license.id);
  const request = await fileRequest(test, anna, `Subject with ${WORD}`);
  const { number } = await test.client(anna).getRequest({ params: { id: request } });
  const { db } = test.platform;
  const member = await db
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.person_id', 'p.name'])
    .where('p.email', '=', 'anna@acme.example')
    .executeTakeFirstOrThrow();
  const { serial } = await db
    .selectFrom('app.licenses')
    .select('serial')
    .where('id', '=', license.id)
    .executeTakeFirstOrThrow();
  ids = [acme, request, license.id, member.id, member.person_id];
  secrets = [request, license.id, member.id, member.person_id, WORD, number, serial, member.name, 'anna@acme.example'];
  holders[BY_CODE] = await registerSecond('second@new.example', { activationCode: code });
  holders[BY_FILE] = await registerSecond('third@new.example', { keyFile });
  const clara = await test.signIn('clara@globex.example');
  await attempt(test, 'addLicense', { body: { activationCode: code, companyName: 'Mine' }, cookie: clara });
  holders[BY_ADDING] = clara;
});
afterAll(() => test.close());

/** What ends the session of the one who asks, what takes back their own wish, and what never ends by itself. */
const LEFT_OUT: RouteName[] = ['signOut', 'leaveCompany', 'openLive'];
const tried = ALL_ROUTES.filter(([name]) => !LEFT_OUT.includes(name));

describe.each([BY_CODE, BY_FILE, BY_ADDING])('%s', (who) => {
  const ask = (name: RouteName, more: Parameters<typeof attempt>[2]) =>
    attempt(test, name, { cookie: holders[who] ?? '', from: freshAddress(), ...more });
  const expectNothing = (body: string, what: string) => {
    for (const secret of secrets) expect(body.includes(secret), `${what}: ${secret}`).toBe(false);
  };

  it('gets nothing from any route, whatever of the company’s ids stands in it', async () => {
    const before = await everything();
    for (const [name, spec] of tried) {
      for (const id of spec.path.includes(':') ? ids : [acme]) {
        const named = paramsOf(spec, id);
        // What hangs on the company is asked for there.
        const params = Object.keys(named).length > 1 ? { ...named, id: acme } : named;
        const answer = await ask(name, {
          params,
          ...(GOOD_BODIES[name] === undefined ? {} : { body: GOOD_BODIES[name] }),
          headers: { 'tus-resumable': '1.0.0', ...(spec.versioned === true ? { 'if-match': '"1"' } : {}) },
        });
        if (spec.path.includes(':')) {
          // Of one's own one has nothing under the company's ids, and may begin a draft under any.
          if (!spec.path.startsWith('/api/v1/me/')) {
            expect(answer.statusCode, `${name} ${id}`).toBeGreaterThanOrEqual(400);
          }
          // What was asked for may stand in the answer only where it is said that it does not exist.
          expectNothing(answer.body.replaceAll(id, ''), `${name} ${id}`);
        } else expectNothing(answer.body, name);
      }
    }
    expect(await everything()).toEqual(before);
  });

  it('finds nothing', async () => {
    for (const q of [WORD, WORD.slice(0, 5), secrets[5] ?? '', 'Subject']) {
      const answer = await ask('listRequests', { query: { q } });
      expectNothing(answer.body, q);
      if (answer.statusCode === 200) expect(answer.json().data).toEqual([]);
    }
    expect((await ask('chooseCompany', { body: { companyId: acme } })).statusCode).toBe(404);
  });

  it('hears nothing', async () => {
    const stream = await openStream(address, holders[who] ?? '', { 'last-event-id': '1' });
    const boris = await openStream(address, await test.signIn('boris@acme.example'));
    const told = await fileRequest(test);
    await boris.hear(({ data }) => data['requestId'] === told);
    const heard = JSON.stringify(stream.events);
    expect(heard).not.toContain(told);
    expectNothing(heard, 'live');
    stream.close();
    boris.close();
  });

  it('knows the company’s name', async () => {
    const { memberships } = (await ask('getMe', {})).json();
    expect(memberships).toContainEqual({
      companyId: acme,
      companyName: 'Acme Logistics',
      role: 'user',
      state: 'pending',
    });
  });
});
