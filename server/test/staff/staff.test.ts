import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, fileRequest, LONG_PASSWORD, mailsTo, tokenFor } from '../security/attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
let admin: Client;
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  admin = await test.as('admin@vendor.example');
});
afterAll(() => test.close());

type Role = 'engineer' | 'analyst' | 'lead' | 'admin';
const invite = (email: string, roles: Role[] = ['engineer']) =>
  admin.inviteAgent({ body: { email, name: 'Nils New', language: 'ru', roles } });
/** Invites a person, who sets a password and signs in. */
const employ = async (email: string, roles: Role[] = ['engineer']) => {
  const { agent } = await invite(email, roles);
  await test.client().resetPassword({ body: { token: await tokenFor(test, email), newPassword: LONG_PASSWORD } });
  const cookie = await test.signIn(email, LONG_PASSWORD);
  return { id: agent.id, cookie, client: test.client(cookie) };
};
const find = async (id: string) => (await admin.listAgents()).data.find((one) => one.id === id);
const deedsOn = async (id: string) =>
  (
    await test.platform.db
      .selectFrom('app.audit_entries')
      .select('action')
      .where('object_type', '=', 'agent')
      .where('object_id', '=', id)
      .orderBy('id')
      .execute()
  ).map(({ action }) => action);

describe('an invitation', () => {
  it('opens an account by a link that works once, mailed in the person’s language', async () => {
    const { agent, link } = await invite('Nils@Vendor.example', ['engineer', 'analyst']);
    expect(agent).toMatchObject({
      email: 'nils@vendor.example',
      roles: ['engineer', 'analyst'],
      active: true,
      lastSeenAt: null,
    });
    const [mail] = await mailsTo(test, 'nils@vendor.example');
    expect(mail?.subject).toMatch(/^Ваша учётная запись/u);
    // Without a mail server the admin hands the link over.
    expect(mail?.text).toContain(link ?? 'no link');
    const body = { token: await tokenFor(test, 'nils@vendor.example'), newPassword: LONG_PASSWORD };
    await test.client().resetPassword({ body });
    await expect(test.client().resetPassword({ body })).rejects.toMatchObject({ code: 'link_expired' });
    const nils = test.client(await test.signIn('nils@vendor.example', LONG_PASSWORD));
    expect(await nils.getMe()).toMatchObject({ agentRoles: ['engineer', 'analyst'], language: 'ru', company: null });
    expect((await find(agent.id))?.lastSeenAt).not.toBeNull();
    await expect(admin.inviteAgentAgain({ params: { id: agent.id } })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lives two days, and ends when another is given', async () => {
    const { agent } = await invite('late@vendor.example');
    const first = await tokenFor(test, 'late@vendor.example');
    const { rows } = { rows: await test.platform.db.selectFrom('auth.verifications').selectAll().execute() };
    const own = rows.find(({ value }) => value === agent.id);
    expect(Math.round((Number(own?.expires_at) - Date.now()) / 3_600_000)).toBe(48);
    await admin.inviteAgentAgain({ params: { id: agent.id } });
    const second = await tokenFor(test, 'late@vendor.example');
    expect(second).not.toBe(first);
    const use = (token: string) => test.client().resetPassword({ body: { token, newPassword: LONG_PASSWORD } });
    await expect(use(first)).rejects.toMatchObject({ code: 'link_expired' });
    await use(second);
  });

  it('is refused for staff and for members, who stay what they are', async () => {
    await expect(invite('engineer@vendor.example')).rejects.toMatchObject({ code: 'person_is_staff' });
    await expect(invite('ANNA@acme.example')).rejects.toMatchObject({ code: 'person_is_member' });
    await addMember(test, { email: 'waits@acme.example', state: 'pending' });
    await expect(invite('waits@acme.example')).rejects.toMatchObject({ code: 'person_is_member' });
    // Whoever left every company may come over.
    await addMember(test, { email: 'left@acme.example', state: 'removed' });
    expect((await invite('left@acme.example')).agent.roles).toEqual(['engineer']);
  });
});

describe('roles', () => {
  it('change what a person may do at once, and give back what they no longer work on', async () => {
    const eva = await employ('eva@vendor.example', ['engineer', 'analyst']);
    const request = await fileRequest(test);
    await eva.client.assignRequest({ params: { id: request }, body: { personId: eva.id } });
    expect((await find(eva.id))?.openRequests).toBe(1);
    const stream = await openStream(address, eva.cookie);
    await admin.changeAgentRoles({ params: { id: eva.id }, body: { roles: ['analyst'] } });
    await stream.ended();
    await test.runJobs();
    expect((await find(eva.id))?.openRequests).toBe(0);
    const timeline = await (await test.as('lead@vendor.example')).listTimeline({ params: { id: request } });
    expect(timeline.data.at(-1)).toMatchObject({ type: 'assigned' });
    await expect(eva.client.assignRequest({ params: { id: request }, body: { personId: null } })).rejects.toMatchObject(
      { code: 'forbidden' },
    );
    // The same roles in another order are no change.
    await admin.changeAgentRoles({ params: { id: eva.id }, body: { roles: ['analyst'] } });
    expect(await deedsOn(eva.id)).toEqual(['agent.created', 'agent.roles_changed']);
  });
});

describe('deactivation', () => {
  it('ends sessions and streams within a second, gives requests back, and is undone by reactivation', async () => {
    const otto = await employ('otto@vendor.example');
    const request = await fileRequest(test);
    await otto.client.assignRequest({ params: { id: request }, body: { personId: otto.id } });
    const stream = await openStream(address, otto.cookie);
    const began = performance.now();
    expect(await admin.deactivateAgent({ params: { id: otto.id } })).toMatchObject({ active: false });
    await stream.ended();
    expect(performance.now() - began).toBeLessThan(1000);
    expect((await attempt(test, 'getMe', { cookie: otto.cookie })).statusCode).toBe(401);
    await test.runJobs();
    const lead = await test.as('lead@vendor.example');
    expect((await lead.getRequest({ params: { id: request } })).owner).toBeNull();

    // Signing in again opens nothing.
    const again = await attempt(test, 'signIn', { body: { email: 'otto@vendor.example', password: LONG_PASSWORD } });
    const cookie = again.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
    for (const name of ['listRequests', 'listQueues'] as const)
      expect((await attempt(test, name, { cookie, query: { desk: 'support' } })).statusCode).toBe(403);
    await admin.reactivateAgent({ params: { id: otto.id } });
    expect((await attempt(test, 'listRequests', { cookie })).statusCode).toBe(200);
    expect(await deedsOn(otto.id)).toEqual(['agent.created', 'agent.deactivated', 'agent.reactivated']);
  });

  it('ends a link that was not used yet', async () => {
    const { agent } = await invite('unused@vendor.example');
    const token = await tokenFor(test, 'unused@vendor.example');
    await admin.deactivateAgent({ params: { id: agent.id } });
    await expect(test.client().resetPassword({ body: { token, newPassword: LONG_PASSWORD } })).rejects.toMatchObject({
      code: 'link_expired',
    });
  });

  it('leaves the installation an admin, also when two close each other’s accounts at the same moment', async () => {
    const { data } = await admin.listAgents();
    const own = data.find(({ email }) => email === 'admin@vendor.example')?.id ?? '';
    await expect(admin.deactivateAgent({ params: { id: own } })).rejects.toMatchObject({ code: 'last_admin' });
    const roles = { params: { id: own }, body: { roles: ['lead' as const] } };
    await expect(admin.changeAgentRoles(roles)).rejects.toMatchObject({ code: 'last_admin' });
    const rival = await employ('rival@vendor.example', ['admin']);
    const results = await Promise.allSettled([
      admin.deactivateAgent({ params: { id: rival.id } }),
      rival.client.deactivateAgent({ params: { id: own } }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const left = (await test.platform.db.selectFrom('app.agents').selectAll().execute()).filter(
      (agent) => agent.active && agent.roles.includes('admin'),
    );
    expect(left).toHaveLength(1);
  });
});
