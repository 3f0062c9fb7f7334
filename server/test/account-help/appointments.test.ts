import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, mailsTo } from '../security/attack.ts';
import { appoint, memberOf, runLater } from './account-calls.ts';

let test: TestApp;
let acme: string;
let anna: Client;
let lead: Client;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
  lead = await test.as('lead@vendor.example');
});
afterAll(() => test.close());
// One at a time is announced in a company.
beforeEach(async () => {
  await test.platform.db
    .updateTable('app.appointments')
    .set({ state: 'cancelled', ended_at: new Date() })
    .where('state', '=', 'announced')
    .execute();
});

const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).code).toBe(code);
};
const templates = async (email: string) => (await mailsTo(test, email)).map(({ template }) => template);
const stateOf = async (id: string) =>
  (await anna.listAppointments({ params: { id: acme } })).data.find((one) => one.id === id)?.state;
const paramsOf = (appointmentId: string) => ({ params: { id: acme, appointmentId } });

describe('an appointment', () => {
  it('is told to the company, which sees who, why and when, but not what was checked', async () => {
    const { cookie } = await addMember(test, { email: 'told@acme.example' });
    const appointment = await appoint(test, 'told@acme.example');
    expect(appointment).toMatchObject({
      state: 'announced',
      person: 'told',
      checked: 'Called the switchboard.',
      appointedBy: 'Lena Lead',
      company: { id: acme, name: 'Acme Logistics' },
    });
    expect(Date.parse(appointment.dueAt) - Date.parse(appointment.announcedAt)).toBe(72 * 3_600_000);
    const [seen] = (await anna.listAppointments({ params: { id: acme } })).data;
    expect(seen).toMatchObject({ person: 'told', reason: 'Nobody answers.', state: 'announced', mayObject: true });
    expect(JSON.stringify(seen)).not.toContain('switchboard');
    // The person, and members who do not administer, read it and cannot object.
    for (const client of [test.client(cookie), await test.as('boris@acme.example')]) {
      const [own] = (await client.listAppointments({ params: { id: acme } })).data;
      expect(own).toMatchObject({ id: appointment.id, mayObject: false });
    }
    const mail = (await mailsTo(test, 'anna@acme.example')).at(-1);
    expect(mail?.subject).toBe('told is to administer Acme Logistics');
    expect(mail?.text).toMatch(/takes effect on .*UTC\. Our reason:\n\nNobody answers\.\n/u);
    expect(await templates('boris@acme.example')).not.toContain('appointment_announced');
    const found = await lead.getAccountCase({ params: { id: appointment.requestId } });
    expect(found.appointments).toMatchObject([{ id: appointment.id, state: 'announced' }]);
    const timeline = (await lead.listTimeline({ params: { id: appointment.requestId } })).data;
    expect(timeline.at(-1)).toMatchObject({
      type: 'appointment',
      field: 'announced',
      to: 'told',
      visibility: 'internal',
    });
  });

  it('takes effect after 72 hours and not before, once, for a member and for one who waits', async () => {
    for (const [email, state] of [
      ['member@acme.example', 'active'],
      ['waiting@acme.example', 'pending'],
    ] as const) {
      await addMember(test, { email, state });
      const { id } = await appoint(test, email);
      await runLater(test, 'appointments.apply', 71.9);
      expect(await memberOf(test, email)).toMatchObject({ state, role: 'user' });
      await runLater(test, 'appointments.apply', 72.1);
      await runLater(test, 'appointments.apply', 73);
      expect(await memberOf(test, email)).toMatchObject({ state: 'active', role: 'administrator' });
      expect(await stateOf(id)).toBe('done');
      expect((await templates(email)).filter((template) => template === 'appointed')).toHaveLength(1);
      const entries = await test.platform.db
        .selectFrom('app.audit_entries')
        .select(['action', 'company_id'])
        .where('object_id', '=', id)
        .orderBy('id')
        .execute();
      expect(entries).toEqual([
        { action: 'appointment.announced', company_id: acme },
        { action: 'appointment.done', company_id: acme },
      ]);
    }
    expect(await templates('anna@acme.example')).toContain('appointment_done');
  });

  it('is stopped by an objection, which the vendor reads in the request', async () => {
    await addMember(test, { email: 'doubted@acme.example' });
    const { id, requestId } = await appoint(test, 'doubted@acme.example');
    await lead.createMessage({
      params: { id: requestId },
      body: { text: 'Done.', thenStatus: 'resolved', resolution: 'answered' },
    });
    const answer = await anna.objectToAppointment({ ...paramsOf(id), body: { text: 'She left\nin May.' } });
    expect(answer).toMatchObject({ state: 'objected', mayObject: false });
    await runLater(test, 'appointments.apply', 100);
    expect(await memberOf(test, 'doubted@acme.example')).toMatchObject({ role: 'user' });
    const request = await lead.getRequest({ params: { id: requestId } });
    expect(request).toMatchObject({ status: 'open', unread: true });
    const note = (await lead.listMessages({ params: { id: requestId } })).data.at(-1);
    expect(note).toMatchObject({ visibility: 'internal', text: 'She left\nin May.', author: { name: 'Anna Acker' } });
    const found = await lead.getAccountCase({ params: { id: requestId } });
    expect(found.appointments[0]).toMatchObject({ objection: 'She left\nin May.', endedBy: 'Anna Acker' });
    const mail = (await mailsTo(test, 'lead@vendor.example')).at(-1);
    expect(mail?.text).toContain('She left\nin May.');
    // It has ended: neither side can end it again.
    await refusedWith(anna.objectToAppointment({ ...paramsOf(id), body: { text: 'Again.' } }), 'conflict');
    await refusedWith(lead.cancelAppointment(paramsOf(id)), 'conflict');
    // A new one begins a new notice.
    const body = { requestId, memberId: (await memberOf(test, 'doubted@acme.example')).id, reason: 'R', checked: 'C' };
    const again = await lead.createAppointment({ params: { id: acme }, body });
    expect(Date.parse(again.dueAt)).toBeGreaterThan(Date.now() + 71 * 3_600_000);
  });

  it('is taken back by the vendor, and whoever was told is told', async () => {
    await addMember(test, { email: 'mistaken@acme.example' });
    const { id } = await appoint(test, 'mistaken@acme.example');
    expect(await lead.cancelAppointment(paramsOf(id))).toMatchObject({ state: 'cancelled', endedBy: 'Lena Lead' });
    await runLater(test, 'appointments.apply', 100);
    expect(await memberOf(test, 'mistaken@acme.example')).toMatchObject({ role: 'user' });
    expect((await mailsTo(test, 'anna@acme.example')).at(-1)?.template).toBe('appointment_cancelled');
  });

  it('lapses when the company turned the person away meanwhile, even if they wait again', async () => {
    for (const back of [false, true]) {
      const email = `turned-away-${back}@acme.example`;
      await addMember(test, { email, state: 'pending' });
      const { id } = await appoint(test, email);
      const member = await memberOf(test, email);
      await anna.rejectMember({ params: { id: acme, memberId: member.id } });
      if (back) {
        await test.platform.db
          .updateTable('app.members')
          .set({ state: 'pending', created_at: new Date() })
          .where('id', '=', member.id)
          .execute();
      }
      await runLater(test, 'appointments.apply', 73);
      expect(await stateOf(id)).toBe('lapsed');
      expect(await memberOf(test, email)).toMatchObject({ role: 'user', state: back ? 'pending' : 'removed' });
    }
  });

  it('is one at a time, and one for a repeated call', async () => {
    await addMember(test, { email: 'first@acme.example' });
    await addMember(test, { email: 'second@acme.example' });
    const first = await appoint(test, 'first@acme.example');
    await refusedWith(appoint(test, 'second@acme.example'), 'conflict');
    await lead.cancelAppointment(paramsOf(first.id));
    const { requestId, memberId } = first;
    const call = {
      params: { id: acme },
      body: { requestId, memberId, reason: 'R', checked: 'C' },
      idempotencyKey: 'same-key',
    };
    expect((await lead.createAppointment(call)).id).toBe((await lead.createAppointment(call)).id);
  });
});

describe('a company without an administrator', () => {
  it('is told as a whole, any member may object, and a lone member is appointed at once', async () => {
    const { db } = test.platform;
    const globex = await companyId(test, 'Globex Energy');
    const clara = await test.as('clara@globex.example');
    // The last administrator leaves only when they say what that means.
    await refusedWith(clara.leaveCompany({ params: { companyId: globex } }), 'last_administrator');
    const { person_id: boris } = await memberOf(test, 'boris@acme.example');
    const { newId } = await import('#platform/ids.ts');
    const ids = [newId(), newId()];
    const gerda = await addMember(test, { email: 'gerda@acme.example' });
    const people = [boris, gerda.id];
    for (const [n, person_id] of people.entries()) {
      await db
        .insertInto('app.members')
        .values({ id: ids[n] ?? '', company_id: globex, person_id, role: 'user', state: 'active' })
        .execute();
    }
    await clara.leaveCompany({ params: { companyId: globex }, query: { withoutAdministrator: true } });
    expect((await attempt(test, 'getMe', { cookie: await test.signIn('clara@globex.example') })).statusCode).toBe(401);
    await test.runJobs();
    const { data } = await lead.listRequests({ query: { kind: 'account', desk: 'support' } });
    const [request] = data.filter(({ company }) => company?.id === globex);
    expect(request).toMatchObject({
      subject: 'Globex Energy has no administrator any more',
      author: { id: globex, name: 'Globex Energy', side: 'customer' },
    });
    const requestId = request?.id ?? '';
    expect(await lead.getAccountCase({ params: { id: requestId } })).toMatchObject({
      reason: 'no_administrator',
      companies: [{ id: globex, through: 'request' }],
    });
    expect(await templates('boris@acme.example')).toContain('no_administrator');
    // Once, whatever else looks for it.
    await runLater(test, 'account-help.watch', 1);
    const again = await lead.listRequests({ query: { kind: 'account', desk: 'support' } });
    expect(again.data.filter(({ company }) => company?.id === globex)).toHaveLength(1);

    const body = {
      requestId,
      memberId: ids[0] ?? '',
      reason: 'The owner asked for it.',
      checked: 'Register of companies.',
    };
    const announced = await lead.createAppointment({ params: { id: globex }, body });
    expect(announced.state).toBe('announced');
    expect(await templates('gerda@acme.example')).toContain('appointment_announced');
    const member = test.client(gerda.cookie);
    await member.chooseCompany({ body: { companyId: globex } });
    const object = { params: { id: globex, appointmentId: announced.id }, body: { text: 'Not him.' } };
    expect(await member.objectToAppointment(object)).toMatchObject({ state: 'objected' });
    // With nobody left who could object, there is nothing to wait for.
    await member.leaveCompany({ params: { companyId: globex } });
    expect(await lead.createAppointment({ params: { id: globex }, body })).toMatchObject({ state: 'done' });
    const { role } = await db
      .selectFrom('app.members')
      .select('role')
      .where('id', '=', ids[0] ?? '')
      .executeTakeFirstOrThrow();
    expect(role).toBe('administrator');
  });
});

describe('a person whom no administrator answers', () => {
  it('is reported after five business days, once, and told like the administrators', async () => {
    const { id } = await addMember(test, { email: 'patient@acme.example', state: 'pending' });
    const since = async (time: string) =>
      test.platform.db.updateTable('app.members').set({ created_at: time }).where('person_id', '=', id).execute();
    const filed = async () =>
      (await lead.listRequests({ query: { kind: 'account', 'page[size]': 100 } })).data.filter(
        ({ author }) => author.name === 'patient',
      );
    // 23 November 2026 is a Monday.
    await since('2026-11-23T10:00:00Z');
    const hours = (time: string) => (Date.parse(time) - Date.now()) / 3_600_000;
    await runLater(test, 'account-help.watch', hours('2026-11-30T09:00:00Z'));
    expect(await filed()).toEqual([]);
    await runLater(test, 'account-help.watch', hours('2026-11-30T11:00:00Z'));
    await runLater(test, 'account-help.watch', hours('2026-12-20T11:00:00Z'));
    const [request, ...more] = await filed();
    expect(more).toEqual([]);
    expect(request).toMatchObject({ subject: 'No answer from Acme Logistics: patient', company: null });
    const found = await lead.getAccountCase({ params: { id: request?.id ?? '' } });
    expect(found).toMatchObject({
      reason: 'member_waiting',
      waiting: { name: 'patient', state: 'pending', since: '2026-11-23T10:00:00.000Z' },
      companies: [{ id: acme, through: 'member_waiting' }],
      suggested: { companyId: acme, name: 'patient' },
    });
    const mail = (await mailsTo(test, 'patient@acme.example')).at(-1);
    expect(mail?.template).toBe('member_unanswered');
    const token = /#(\S+)/u.exec(mail?.text ?? '')?.[1] ?? '';
    const seen = await attempt(test, 'getSubmission', { headers: { authorization: `Bearer ${token}` } });
    expect(seen.json()).toMatchObject({ name: 'patient', number: request?.number });
    expect((await mailsTo(test, 'anna@acme.example')).map(({ subject }) => subject)).toContain(
      'patient is still waiting to join Acme Logistics',
    );
    // Who was let in shows so, and a new wait is a new one.
    await anna.approveMember({ params: { id: acme, memberId: found.waiting?.memberId ?? '' } });
    expect((await lead.getAccountCase({ params: { id: request?.id ?? '' } })).waiting?.state).toBe('active');
    await test.platform.db.updateTable('app.members').set({ state: 'pending' }).where('person_id', '=', id).execute();
    await since('2026-12-21T10:00:00Z');
    await runLater(test, 'account-help.watch', hours('2026-12-29T11:00:00Z'));
    expect(await filed()).toHaveLength(2);
  });
});
