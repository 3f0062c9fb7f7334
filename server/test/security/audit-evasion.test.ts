// The record of who did what: everything that changes something leaves an entry. That entries cannot be changed or
// deleted, not even by the owner of the tables, is tried in `../audit/append-only.test.ts`.
// Seen as: CVE-2020-29160 (Zammad).
import type { RouteName } from '@companyaccount/contract/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mailDeeds } from '../mail/mail-deeds.ts';
import { newLicense } from '../harness/licenses.ts';
import { anyProduct, onProfile } from '../accounts/profile-samples.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { type Deed, vendorLicensingDeeds } from './vendor-licensing-deeds.ts';
import {
  addMember,
  ALL_ROUTES,
  askForHelp,
  attempt,
  companyId,
  fileRequest,
  GOOD_BODIES,
  outsideRequest,
  register,
  tokenFor,
  unclaimedCodes,
  type Attempt,
} from './attack.ts';
import { listDeeds } from './list-deeds.ts';
import { labDeeds } from './lab-deeds.ts';
import { ratingDeeds } from './rating-deeds.ts';
import { scannerDeeds } from './scanner-deeds.ts';
import { signingInDeeds } from './signing-in-deeds.ts';
import { webhookDeeds } from './webhook-deeds.ts';
import { BY_NOBODY, UNRECORDED } from './unrecorded.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** Every route that changes something: how to call it so that it does, and what the record then says. */
const onRequest = async (more: Attempt = {}): Promise<Attempt> => ({
  params: { id: await fileRequest(test) },
  cookie: await test.signIn('anna@acme.example'),
  ...more,
});
/** A new request of Anna, and somebody whom she may add. */
const onParticipant = async () => {
  const { id: personId } = await addMember(test, { email: `helper${++members}@acme.example` });
  const cookie = await test.signIn('anna@acme.example');
  return { params: { id: await fileRequest(test) }, body: { personId }, cookie };
};
const onMessage = async (more: Attempt): Promise<Attempt> => {
  const call = await onRequest(more);
  const id = call.params?.['id'] ?? '';
  const { data } = await test.client(call.cookie).listMessages({ params: { id } });
  return { ...call, params: { id, messageId: data[0]?.id ?? '' } };
};
const byEngineer = async (more: Attempt) =>
  onRequest({ cookie: await test.signIn('engineer@vendor.example'), ...more });
/** Anna decides about somebody of her company. */
const onMember = async (state: 'pending' | 'active', more: Attempt = {}): Promise<Attempt> => {
  const company = await companyId(test, 'Acme Logistics');
  const { id: personId } = await addMember(test, { email: `member${++members}@acme.example`, state });
  const { id: memberId } = await test.platform.db
    .selectFrom('app.members')
    .select('id')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return { params: { id: company, memberId }, cookie: await test.signIn('anna@acme.example'), ...more };
};
/** The admin decides about a person of the staff. */
const onAgent = async (email: string): Promise<Attempt> => {
  const cookie = await test.signIn('admin@vendor.example');
  const body = { email, name: 'New', language: 'en' as const, roles: ['engineer' as const] };
  const { agent } = await test.client(cookie).inviteAgent({ body });
  return { params: { id: agent.id }, cookie };
};
/** Anna decides about a mail domain of her company. */
const onDomain = async (domain: string): Promise<Attempt> => {
  const cookie = await test.signIn('anna@acme.example');
  const id = await companyId(test, 'Acme Logistics');
  const claimed = await test.client(cookie).addDomain({ params: { id }, body: { domain } });
  return { params: { id, domainId: claimed.id }, cookie };
};
let members = 0;
/** An appointment that is announced at Acme. */
const announced = async (): Promise<Record<string, string>> => {
  const id = await companyId(test, 'Acme Logistics');
  const { db } = test.platform;
  const current = await db.selectFrom('app.appointments').select('id').where('state', '=', 'announced').execute();
  const call = current.length > 0 ? null : await appointmentCall();
  if (call !== null) await attempt(test, 'createAppointment', call);
  const found = await db
    .selectFrom('app.appointments')
    .select('id')
    .where('state', '=', 'announced')
    .executeTakeFirstOrThrow();
  return { id, appointmentId: found.id };
};
const appointmentCall = async (): Promise<Attempt> => {
  const { params } = await onMember('active');
  const { id: requestId } = await outsideRequest(test, `member${members}@acme.example`);
  const body = { ...GOOD_BODIES.createAppointment, requestId, memberId: params?.['memberId'] ?? '' };
  return { params: { id: params?.['id'] ?? '' }, body, cookie: await test.signIn('lead@vendor.example') };
};
const DEEDS: Partial<Record<RouteName, Deed>> = {
  patchMe: {
    action: 'person.changed',
    given: async () => ({ cookie: await test.signIn('boris@acme.example'), headers: { 'if-match': '"1"' } }),
  },
  chooseCompany: {
    action: 'session.company_chosen',
    given: async () => ({
      cookie: await test.signIn('anna@acme.example'),
      body: { companyId: await companyId(test, 'Acme Logistics') },
    }),
  },
  signIn: {
    action: 'session.started',
    given: async () => ({ body: { email: 'lead@vendor.example', password: 'demo demo demo' } }),
  },
  ...signingInDeeds(() => test),
  ...labDeeds(() => test),
  ...scannerDeeds(() => test),
  signOut: {
    action: 'session.ended',
    given: async () => ({ cookie: (await addMember(test, { email: 'leaving@acme.example' })).cookie }),
  },
  resetPassword: {
    action: 'person.password_reset',
    given: async () => {
      await attempt(test, 'requestPasswordReset', { body: { email: 'clara@globex.example' } });
      return { body: { token: await tokenFor(test, 'clara@globex.example'), newPassword: 'a new long password' } };
    },
  },
  createRegistration: {
    action: 'registration.received',
    given: async () => ({
      body: { ...GOOD_BODIES.createRegistration, activationCode: (await unclaimedCodes(test))[0] },
    }),
  },
  confirmRegistration: {
    action: 'license.claimed',
    given: async () => ({
      body: { token: await register(test, (await unclaimedCodes(test))[1] ?? '', 'claim@new.example') },
    }),
  },
  addLicense: {
    action: 'license.added',
    given: async () => ({
      cookie: await test.signIn('anna@acme.example'),
      body: { activationCode: (await newLicense(test)).code },
    }),
  },
  createAccountHelp: { action: 'account_help.received', given: async () => ({}) },
  confirmAccountHelp: {
    action: 'request.created',
    given: async () => ({ body: { token: await askForHelp(test, 'locked-out@new.example') } }),
  },
  createSubmissionMessage: {
    action: 'message.written',
    given: async () => ({
      headers: { authorization: `Bearer ${(await outsideRequest(test, 'outside@new.example')).token}` },
    }),
  },
  renewTrackingLink: {
    action: 'tracking_link.renewed',
    given: async () => ({
      params: { id: (await outsideRequest(test, 'new-link@new.example')).id },
      cookie: await test.signIn('engineer@vendor.example'),
    }),
  },
  leaveCompany: {
    action: 'member.left',
    given: async () => ({
      params: { companyId: await companyId(test, 'Acme Logistics') },
      cookie: (await addMember(test, { email: 'moves-on@acme.example' })).cookie,
    }),
  },
  createAppointment: { action: 'appointment.announced', given: () => appointmentCall() },
  objectToAppointment: {
    action: 'appointment.objected',
    given: async () => ({ params: await announced(), cookie: await test.signIn('anna@acme.example') }),
  },
  cancelAppointment: {
    action: 'appointment.cancelled',
    given: async () => ({ params: await announced(), cookie: await test.signIn('admin@vendor.example') }),
  },
  ...mailDeeds(() => test),
  patchCompany: {
    action: 'company.changed',
    given: async () => ({
      params: { id: await companyId(test, 'Acme Logistics') },
      cookie: await test.signIn('anna@acme.example'),
      headers: { 'if-match': '"1"' },
      body: { sharing: 'own' },
    }),
  },
  approveMember: { action: 'member.approved', given: () => onMember('pending') },
  rejectMember: { action: 'member.rejected', given: () => onMember('pending') },
  changeMemberRole: {
    action: 'member.role_changed',
    given: () => onMember('active', { body: { role: 'administrator' } }),
  },
  removeMember: { action: 'member.removed', given: () => onMember('active') },
  renameCompany: {
    action: 'company.changed',
    given: async () => {
      const cookie = await test.signIn('admin@vendor.example');
      const id = await companyId(test, 'Globex Energy');
      const { version } = await test.client(cookie).getCompanyRecord({ params: { id } });
      return { params: { id }, cookie, headers: { 'if-match': `"${version}"` }, body: { name: 'Globex Power' } };
    },
  },
  vouchForDomain: {
    action: 'domain.confirmed',
    given: async () => ({
      params: { id: await companyId(test, 'Acme Logistics') },
      cookie: await test.signIn('admin@vendor.example'),
    }),
  },
  withdrawDomain: {
    action: 'domain.removed',
    given: async () => ({
      ...(await onDomain('withdrawn.com')),
      cookie: await test.signIn('admin@vendor.example'),
    }),
  },
  inviteAgent: {
    action: 'agent.created',
    given: async () => ({ cookie: await test.signIn('admin@vendor.example') }),
  },
  inviteAgentAgain: { action: 'agent.invited_again', given: () => onAgent('again@vendor.example') },
  changeAgentRoles: { action: 'agent.roles_changed', given: () => onAgent('roles@vendor.example') },
  deactivateAgent: { action: 'agent.deactivated', given: () => onAgent('leaves@vendor.example') },
  reactivateAgent: {
    action: 'agent.reactivated',
    given: async () => {
      const call = await onAgent('returns@vendor.example');
      await attempt(test, 'deactivateAgent', call);
      return call;
    },
  },
  addDomain: {
    action: 'domain.claimed',
    given: async () => ({
      params: { id: await companyId(test, 'Acme Logistics') },
      cookie: await test.signIn('anna@acme.example'),
    }),
  },
  checkDomain: { action: 'domain.checked', given: () => onDomain('checked.com') },
  removeDomain: { action: 'domain.removed', given: () => onDomain('removed.com') },
  createToken: {
    action: 'token.created',
    given: async () => ({
      params: { id: await companyId(test, 'Acme Logistics') },
      cookie: await test.signIn('anna@acme.example'),
    }),
  },
  revokeToken: {
    action: 'token.revoked',
    given: async () => {
      const id = await companyId(test, 'Acme Logistics');
      const made = await (
        await test.as('anna@acme.example')
      ).createToken({ params: { id }, body: { name: 'x', scopes: ['files'], expiresInDays: 1 } });
      return { params: { id, tokenId: made.id }, cookie: await test.signIn('anna@acme.example') };
    },
  },
  createOwnToken: {
    action: 'token.created',
    given: async () => ({ cookie: await test.signIn('engineer@vendor.example') }),
  },
  revokeOwnToken: {
    action: 'token.revoked',
    given: async () => {
      const { id } = await (
        await test.as('engineer@vendor.example')
      ).createOwnToken({ body: { name: 'x', scopes: ['files'], expiresInDays: 1 } });
      return { params: { id }, cookie: await test.signIn('engineer@vendor.example') };
    },
  },
  createProductProfile: {
    action: 'profile.created',
    given: async () => ({
      params: { id: await companyId(test, 'Acme Logistics') },
      cookie: await test.signIn('boris@acme.example'),
      body: { name: 'Warehouse', productId: await anyProduct(test) },
    }),
  },
  patchProductProfile: { action: 'profile.changed', given: () => onProfile(test, { headers: { 'if-match': '"1"' } }) },
  deleteProductProfile: { action: 'profile.deleted', given: () => onProfile(test) },
  createRequest: { action: 'request.created', given: async () => ({ cookie: await test.signIn('anna@acme.example') }) },
  patchRequest: { action: 'request.edited', given: () => onRequest({ headers: { 'if-match': '"1"' } }) },
  createMessage: { action: 'message.written', given: () => onRequest() },
  escalateRequest: { action: 'request.escalated', given: () => onRequest() },
  rateRequest: {
    action: 'request.rated',
    given: async () => {
      const call = await onRequest();
      const engineer = await test.as('engineer@vendor.example');
      const body = { status: 'resolved', resolution: 'fixed' } as const;
      await engineer.setRequestStatus({ params: { id: call.params?.['id'] ?? '' }, body });
      return call;
    },
  },
  closeRequest: { action: 'request.status_changed', given: () => onRequest() },
  reopenRequest: {
    action: 'request.status_changed',
    given: async () => {
      const call = await onRequest();
      await attempt(test, 'closeRequest', call);
      return call;
    },
  },
  addParticipant: { action: 'participant.added', given: () => onParticipant() },
  removeParticipant: {
    action: 'participant.removed',
    given: async () => {
      const call = await onParticipant();
      await attempt(test, 'addParticipant', call);
      return { params: { ...call.params, personId: call.body.personId }, cookie: call.cookie };
    },
  },
  correctMessage: { action: 'message.corrected', given: () => onMessage({ headers: { 'if-match': '"1"' } }) },
  assignRequest: {
    action: 'request.assigned',
    given: async () =>
      byEngineer({ body: { personId: (await (await test.as('engineer@vendor.example')).getMe()).id } }),
  },
  ...vendorLicensingDeeds(() => test),
  ...listDeeds(() => test),
  ...ratingDeeds(() => test),
  ...webhookDeeds(() => test),
  regradeRequest: { action: 'request.regraded', given: () => byEngineer({}) },
  changeRequests: {
    action: 'request.status_changed',
    given: async () => {
      const { params, ...call } = await byEngineer({});
      return { ...call, body: { requests: [{ id: params?.['id'] ?? '' }], deed: 'status', status: 'open' } };
    },
  },
  setRequestStatus: { action: 'request.status_changed', given: () => byEngineer({ body: { status: 'open' } }) },
};
it('knows every changing route', () => {
  const changing = ALL_ROUTES.flatMap(([name, { method }]) => (/^(GET|HEAD|OPTIONS)$/u.test(method) ? [] : [name]));
  expect([...Object.keys(DEEDS), ...UNRECORDED].toSorted()).toEqual(changing.toSorted());
});

it.each(Object.entries(DEEDS) as [RouteName, Deed][])(
  '%s leaves an entry, and none when it fails',
  async (name, { action, given }) => {
    const { db } = test.platform;
    const entries = async () => db.selectFrom('app.audit_entries').selectAll().orderBy('id').execute();
    const call = await given();
    const before = (await entries()).length;
    const answer = await attempt(test, name, { body: GOOD_BODIES[name], ...call });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    const added = (await entries()).slice(before);
    expect(added.map((entry) => entry.action)).toEqual([action]);
    const [entry] = added;
    if (!BY_NOBODY.includes(name)) expect(entry?.person_id).not.toBeNull();
    expect(JSON.stringify(entry)).not.toMatch(/@|password"|Bearer/u);

    const failed = await attempt(test, name, {
      body: { unknown: true },
      ...(call.params === undefined ? {} : { params: call.params }),
    });
    // These two take no body, and the second time there is nothing left to do.
    if (name !== 'signOut' && name !== 'unsubscribe') expect(failed.statusCode).toBeGreaterThanOrEqual(400);
    expect(await entries()).toHaveLength(before + 1);
  },
);
