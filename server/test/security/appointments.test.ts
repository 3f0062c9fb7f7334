// Gaining a company by asking the vendor: each end of an appointment is checked by itself, whoever asks for it and
// whatever ids they know.
// Seen as: CVE-2026-39384, CVE-2026-41190 (FreeScout, side doors between objects), CVE-2026-34722 (Zammad).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appoint, memberOf, runLater } from '../account-help/account-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest, outsideRequest } from './attack.ts';

let test: TestApp;
let acme: string;
let globex: string;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  globex = await companyId(test, 'Globex Energy');
});
afterAll(() => test.close());

const body = { reason: 'Nobody answers.', checked: 'Called the switchboard.' };
const asLead = () => test.signIn('lead@vendor.example');
const appointments = () => test.platform.db.selectFrom('app.appointments').selectAll().execute();

it('appoints nobody of another company, no stranger, and by no request that does not concern the company', async () => {
  const cookie = await asLead();
  await addMember(test, { email: 'eve@acme.example', state: 'pending' });
  const eve = await memberOf(test, 'eve@acme.example');
  const { id: requestId } = await outsideRequest(test, 'eve@acme.example');
  const { id: stranger } = await outsideRequest(test, 'stranger@evil.example', { companyName: 'Globex Energy' });
  const clara = await test.platform.db
    .selectFrom('app.members')
    .select('id')
    .where('company_id', '=', globex)
    .executeTakeFirstOrThrow();
  const anna = await memberOf(test, 'anna@acme.example');
  const removed = await addMember(test, { email: 'gone@acme.example', state: 'removed' });
  const gone = await memberOf(test, 'gone@acme.example');
  expect(removed.id).toBe(gone.person_id);
  const attempts: [string, string, Record<string, string>, number][] = [
    ['a person of another company', acme, { requestId, memberId: clara.id }, 404],
    ['a company the request does not concern', globex, { requestId, memberId: clara.id }, 422],
    ['a member under another company', globex, { requestId, memberId: eve.id }, 422],
    ['a company that a stranger only named', globex, { requestId: stranger, memberId: clara.id }, 422],
    ['a request that is not about an account', acme, { requestId: await fileRequest(test), memberId: eve.id }, 422],
    ['no request at all', acme, { requestId: randomUUID(), memberId: eve.id }, 422],
    ['a removed member', acme, { requestId, memberId: gone.id }, 404],
    ['an administrator', acme, { requestId, memberId: anna.id }, 409],
    ['nobody', acme, { requestId, memberId: randomUUID() }, 404],
    ['no company', randomUUID(), { requestId, memberId: eve.id }, 404],
  ];
  for (const [what, id, given, status] of attempts) {
    const answer = await attempt(test, 'createAppointment', { params: { id }, cookie, body: { ...body, ...given } });
    expect(answer.statusCode, `${what}: ${answer.body}`).toBe(status);
  }
  for (const empty of [{ checked: ' ' }, { reason: '' }]) {
    const given = { ...body, requestId, memberId: eve.id, ...empty };
    const answer = await attempt(test, 'createAppointment', { params: { id: acme }, cookie, body: given });
    expect(answer.statusCode).toBe(422);
  }
  expect(await appointments()).toEqual([]);
});

it('is for leads and admins alone, after a fresh sign-in', async () => {
  const { id: requestId } = await outsideRequest(test, 'eve@acme.example');
  const { id: memberId } = await memberOf(test, 'eve@acme.example');
  const given = { params: { id: acme }, body: { ...body, requestId, memberId } };
  for (const email of ['engineer@vendor.example', 'analyst@vendor.example', 'anna@acme.example', 'eve@acme.example']) {
    const cookie = await test.signIn(email);
    for (const [name, call] of [
      ['createAppointment', given],
      ['listDeskAppointments', { params: { id: acme } }],
      ['listCandidates', { params: { id: acme } }],
      ['cancelAppointment', { params: { id: acme, appointmentId: randomUUID() } }],
    ] as const) {
      expect((await attempt(test, name, { ...call, cookie })).statusCode, `${email} ${name}`).toBe(403);
    }
  }
  const cookie = await asLead();
  const me = await test.client(cookie).getMe();
  const sessions = test.platform.db.updateTable('auth.sessions').where('person_id', '=', me.id);
  await sessions.set({ signed_in_at: new Date(Date.now() - 660_000) }).execute();
  const stale = await attempt(test, 'createAppointment', { ...given, cookie });
  expect(stale.json().code).toBe('fresh_sign_in_required');
  await sessions.set({ signed_in_at: new Date() }).execute();
  expect(await appointments()).toEqual([]);
});

it('cannot be read, stopped or hurried by whom it does not concern', async () => {
  const { id } = await appoint(test, 'eve@acme.example', test.client(await asLead()));
  const object = { params: { id: acme, appointmentId: id }, body: { text: 'Stop.' } };
  const strangers: [string, number][] = [
    // Waits, and sees nothing yet.
    ['eve@acme.example', 403],
    // A user, while there are administrators.
    ['boris@acme.example', 403],
    // The administrator of another company.
    ['clara@globex.example', 404],
    ['lead@vendor.example', 403],
  ];
  for (const [email, status] of strangers) {
    const cookie = await test.signIn(email);
    expect((await attempt(test, 'objectToAppointment', { ...object, cookie })).statusCode, email).toBe(status);
    if (email !== 'boris@acme.example') {
      const listed = await attempt(test, 'listAppointments', { params: { id: acme }, cookie });
      expect(listed.statusCode, email).toBe(status);
    }
  }
  // Under one's own company, another's appointment does not exist.
  const clara = await test.signIn('clara@globex.example');
  const crossed = { params: { id: globex, appointmentId: id }, body: { text: 'Stop.' }, cookie: clara };
  expect((await attempt(test, 'objectToAppointment', crossed)).statusCode).toBe(404);
  const cancelled = { params: { id: globex, appointmentId: id }, cookie: await asLead() };
  expect((await attempt(test, 'cancelAppointment', cancelled)).statusCode).toBe(404);
  const [row] = await appointments();
  expect(row?.state).toBe('announced');
  // The person appointed could not object to it either, once they are let in.
  const annas = await test.signIn('anna@acme.example');
  const { id: memberId } = await memberOf(test, 'eve@acme.example');
  await attempt(test, 'approveMember', { params: { id: acme, memberId }, cookie: annas });
  const eve = await test.signIn('eve@acme.example');
  expect((await attempt(test, 'objectToAppointment', { ...object, cookie: eve })).statusCode).toBe(403);
  // An objection and the time racing each other: one of them wins.
  const [answer] = await Promise.all([
    attempt(test, 'objectToAppointment', { ...object, cookie: annas }),
    runLater(test, 'appointments.apply', 73),
  ]);
  const [after] = await appointments();
  expect(after?.state).toBe(answer.statusCode === 200 ? 'objected' : 'done');
  expect((await memberOf(test, 'eve@acme.example')).role).toBe(answer.statusCode === 200 ? 'user' : 'administrator');
});

it('leaves a company only for oneself, and tells nothing about others', async () => {
  const { cookie } = await addMember(test, { email: 'leaver@acme.example' });
  for (const companyId of [globex, randomUUID()]) {
    expect((await attempt(test, 'leaveCompany', { params: { companyId }, cookie })).json().code).toBe('not_found');
  }
  const engineer = await test.signIn('engineer@vendor.example');
  expect((await attempt(test, 'leaveCompany', { params: { companyId: acme }, cookie: engineer })).statusCode).toBe(403);
  expect((await attempt(test, 'leaveCompany', { params: { companyId: acme }, cookie })).statusCode).toBe(204);
  expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
  expect((await memberOf(test, 'leaver@acme.example')).state).toBe('removed');
});
