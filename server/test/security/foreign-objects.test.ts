// Another's objects by their address: every route that is bound to a row, by people who know its id and have no right
// to it. The answer is the same as for an id that does not exist, and nothing changes.
// Seen as: CVE-2026-40570 (FreeScout), CVE-2026-34722 (Zammad).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, ALL_ROUTES, attempt, companyId, fileRequest, GOOD_BODIES } from './attack.ts';

let test: TestApp;
let request: string;
let message: string;
let participant: string;
let before: unknown;
const strangers: Record<string, { cookie: string; status: number }> = {};

// Uploads and attachments have tests of their own; mails are the admin's.
const bound = ALL_ROUTES.filter(([, spec]) => spec.path.includes('/requests/:id'));

const everythingOf = async (id: string) => {
  const { db } = test.platform;
  return {
    request: await db.selectFrom('app.requests').selectAll().where('id', '=', id).execute(),
    messages: await db.selectFrom('app.messages').selectAll().where('request_id', '=', id).execute(),
    timeline: await db.selectFrom('app.timeline_entries').selectAll().where('request_id', '=', id).execute(),
    reads: await db.selectFrom('app.request_reads').selectAll().where('request_id', '=', id).execute(),
    participants: await db.selectFrom('app.request_participants').selectAll().where('request_id', '=', id).execute(),
  };
};

beforeAll(async () => {
  test = await startTestApp();
  const acme = await companyId(test, 'Acme Logistics');
  const own = await addMember(test, { email: 'own@acme.example' });
  request = await fileRequest(test);
  // Sharing `own`: a colleague sees only what they filed or take part in.
  await test.platform.db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  strangers['the administrator of another company'] = {
    cookie: await test.signIn('clara@globex.example'),
    status: 404,
  };
  strangers['a colleague where everyone has their own'] = { cookie: own.cookie, status: 404 };
  strangers['a pending member'] = {
    cookie: (await addMember(test, { email: 'pending@acme.example', state: 'pending' })).cookie,
    status: 403,
  };
  strangers['a removed member'] = {
    cookie: (await addMember(test, { email: 'removed@acme.example', state: 'removed' })).cookie,
    status: 403,
  };
  strangers['the operator, who works on no desk'] = { cookie: await test.signIn('admin@vendor.example'), status: 403 };
  const anna = await test.as('anna@acme.example');
  message = (await anna.listMessages({ params: { id: request } })).data[0]?.id ?? '';
  participant = (await addMember(test, { email: 'participant@acme.example' })).id;
  await anna.addParticipant({ params: { id: request }, body: { personId: participant } });
  before = await everythingOf(request);
});
afterAll(() => test.close());

it('tries every route that is bound to a request', () => {
  expect(bound.map(([name]) => name).toSorted()).toEqual([
    'addParticipant',
    'assignRequest',
    'closeRequest',
    'correctMessage',
    'createMessage',
    'disputeRequest',
    'escalateRequest',
    'findCompanyOfRequest',
    'getAccountCase',
    'getCompanyRatings',
    'getCustomer',
    'getRequest',
    'linkRequest',
    'listColleagues',
    'listDuplicates',
    'listMessageVersions',
    'listMessages',
    'listObjects',
    'listParticipants',
    'listTimeline',
    'markRequestRead',
    'mergeRequest',
    'patchRequest',
    'rateRequest',
    'regradeRequest',
    'removeParticipant',
    'renewTrackingLink',
    'reopenRequest',
    'setRequestStatus',
    'settleRating',
    'splitRequest',
    'tagRequest',
    'unlinkRequest',
    'unmergeRequest',
  ]);
});

describe.each(bound)('%s', (name, spec) => {
  it('is closed to strangers, and says no more than for an unknown id', async () => {
    const inRequest = { messageId: message, personId: participant, otherId: randomUUID() };
    for (const [who, { cookie, status }] of Object.entries(strangers)) {
      const call = (id: string) =>
        attempt(test, name, {
          params: { ...inRequest, id },
          body: GOOD_BODIES[name],
          cookie,
          headers: spec.versioned === true ? { 'if-match': '"1"' } : {},
        });
      const [known, unknown] = [await call(request), await call(randomUUID())];
      expect(known.statusCode, who).toBe(['desk', 'lead'].includes(spec.permission) ? 403 : status);
      expect({ ...known.json(), requestId: '' }, who).toEqual({ ...unknown.json(), requestId: '' });
    }
    expect(await everythingOf(request)).toEqual(before);
  });

  it('is closed to nobody in particular', async () => {
    const answer = await attempt(test, name, {
      params: { id: request, messageId: message, personId: participant, otherId: randomUUID() },
      body: GOOD_BODIES[name],
    });
    expect(answer.statusCode).toBe(401);
  });
});

it('shows none of it in the lists of strangers', async () => {
  for (const [who, { cookie, status }] of Object.entries(strangers)) {
    const answer = await attempt(test, 'listRequests', { query: { 'page[size]': 100 }, cookie });
    expect(answer.statusCode, who).toBe(status === 404 ? 200 : 403);
    expect(answer.body, who).not.toContain(request);
  }
});

it('opens to a colleague who takes part, and closes again', async () => {
  const { db } = test.platform;
  const acme = await companyId(test, 'Acme Logistics');
  const { id, cookie } = await addMember(test, { email: 'helper@acme.example' });
  const status = async () => (await attempt(test, 'getRequest', { params: { id: request }, cookie })).statusCode;
  expect(await status()).toBe(404);
  await db
    .insertInto('app.request_participants')
    .values({ request_id: request, person_id: id, company_id: acme })
    .execute();
  expect(await status()).toBe(200);
  await db.deleteFrom('app.request_participants').where('person_id', '=', id).execute();
  expect(await status()).toBe(404);
  // A participant who left the company sees nothing any more, whatever rows are left behind.
  await db
    .insertInto('app.request_participants')
    .values({ request_id: request, person_id: id, company_id: acme })
    .execute();
  await db.updateTable('app.members').set({ state: 'removed' }).where('person_id', '=', id).execute();
  expect(await status()).toBe(403);
});

it('chooses no company for the session that has not let the person in', async () => {
  for (const email of [
    'clara@globex.example',
    'pending@acme.example',
    'removed@acme.example',
    'engineer@vendor.example',
  ] as const) {
    const answer = await attempt(test, 'chooseCompany', {
      body: { companyId: await companyId(test, 'Acme Logistics') },
      cookie: await test.signIn(email),
    });
    expect(answer.statusCode, email).toBe(404);
  }
});

it('tells a pending member only the name of the company', async () => {
  const answer = await attempt(test, 'getMe', { cookie: await test.signIn('pending@acme.example') });
  expect(answer.json()).toMatchObject({
    company: null,
    memberships: [{ companyName: 'Acme Logistics', state: 'pending' }],
  });
  for (const name of ['listRequests', 'listLicenses', 'createRequest', 'listQueues', 'listMails'] as const) {
    const refused = await attempt(test, name, {
      body: GOOD_BODIES[name],
      cookie: await test.signIn('pending@acme.example'),
    });
    expect(refused.statusCode, name).toBe(403);
  }
});
