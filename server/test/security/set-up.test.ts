// The way to the first admin: open only while there is none, by a link that only the program's output shows; afterwards
// dead, whatever is kept of it. And the staff's own doors: nobody makes themselves staff.
// Seen as: CVE-2026-92805 (UVdesk, a set-up left open).
import { createHash } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { createAdmin } from '#features/accounts/index.ts';
import { openSetUp } from '#features/staff/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, GOOD_BODIES, LONG_PASSWORD, unclaimedCodes } from './attack.ts';

let test: TestApp;
afterEach(() => test.close());

const tokenOf = (link: string | null) => /#(.+)$/u.exec(link ?? '')?.[1] ?? '';
const use = (token: string, email = 'boss@vendor.test') =>
  attempt(test, 'setUp', { body: { ...GOOD_BODIES.setUp, token, email } });
const admins = () => test.platform.db.selectFrom('app.agents').selectAll().execute();

it('makes one admin, once, and is dead from then on', async () => {
  test = await startTestApp({ template: 'empty' });
  for (const token of ['', ' ', 'guess', 'x'.repeat(43)]) expect([410, 422]).toContain((await use(token)).statusCode);
  const first = tokenOf(await openSetUp(test.platform));
  const second = tokenOf(await openSetUp(test.platform));
  // A later start ends the link of an earlier one.
  expect((await use(first)).statusCode).toBe(410);
  const racers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => use(second, `boss${n}@vendor.test`).then(({ statusCode }) => statusCode)),
  );
  expect(racers.filter((status) => status === 201)).toHaveLength(1);
  expect(await admins()).toHaveLength(1);
  expect((await use(second)).statusCode).toBe(410);
  expect(await openSetUp(test.platform)).toBeNull();
  const { email } = await test.platform.db.selectFrom('auth.people').select('email').executeTakeFirstOrThrow();
  const boss = test.client(await test.signIn(email, LONG_PASSWORD));
  expect(await boss.getMe()).toMatchObject({ agentRoles: ['admin'] });
});

it('is dead when an admin came about otherwise, and after an hour', async () => {
  test = await startTestApp({ template: 'empty' });
  const late = tokenOf(await openSetUp(test.platform));
  const hash = createHash('sha256').update(late).digest('base64url');
  const stored = await test.platform.db.selectFrom('app.installation').selectAll().execute();
  // The database does not hold the link itself.
  expect(JSON.stringify(stored)).not.toContain(late);
  await test.platform.db
    .updateTable('app.installation')
    .set({ value: `${hash} ${new Date(Date.now() - 1).toISOString()}` })
    .where('key', '=', 'set_up')
    .execute();
  expect((await use(late)).statusCode).toBe(410);
  const open = tokenOf(await openSetUp(test.platform));
  await createAdmin(test.platform, 'other@vendor.test');
  expect((await use(open)).statusCode).toBe(410);
  expect(await admins()).toHaveLength(1);
});

it('opens no way to staff but through an admin who has just signed in', async () => {
  test = await startTestApp();
  const body = GOOD_BODIES.inviteAgent;
  for (const email of ['anna@acme.example', 'engineer@vendor.example', 'lead@vendor.example'] as const)
    expect((await attempt(test, 'inviteAgent', { body, cookie: await test.signIn(email) })).statusCode).toBe(403);
  const cookie = await test.signIn('admin@vendor.example');
  await test.platform.db
    .updateTable('auth.sessions')
    .set({ signed_in_at: new Date(Date.now() - 700_000) })
    .execute();
  const { id } = await test.platform.db
    .selectFrom('auth.people')
    .select('id')
    .where('email', '=', 'engineer@vendor.example')
    .executeTakeFirstOrThrow();
  for (const name of [
    'inviteAgent',
    'inviteAgentAgain',
    'changeAgentRoles',
    'deactivateAgent',
    'reactivateAgent',
  ] as const) {
    const answer = await attempt(test, name, { params: { id }, body: GOOD_BODIES[name], cookie });
    expect(answer.json(), name).toMatchObject({ code: 'fresh_sign_in_required' });
  }
  const before = await admins();
  expect(before.find(({ person_id: personId }) => personId === id)).toMatchObject({
    active: true,
    roles: ['engineer'],
  });
});

it('makes no member of whoever is staff, or was', async () => {
  test = await startTestApp();
  const admin = await test.as('admin@vendor.example');
  const { data } = await admin.listAgents();
  const analyst = data.find(({ email }) => email === 'analyst2@vendor.example')?.id ?? '';
  await admin.deactivateAgent({ params: { id: analyst } });
  const cookie = await test.signIn('analyst2@vendor.example');
  const [activationCode] = await unclaimedCodes(test);
  const answer = await attempt(test, 'addLicense', { cookie, body: { activationCode, companyName: 'Mine' } });
  expect(answer.json()).toMatchObject({ code: 'person_is_staff' });
});
