// Staff without a second factor: outside the demo nothing is open to them but setting one up.
import type { RouteSpec } from '@companyaccount/contract/route';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  DEMO_PASSWORD,
  hashPassword,
  insertAgent,
  insertPerson,
  resetSecondFactors,
} from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { addApp, addSoftPasskey, askChallenge, cookieOf } from '../accounts/second-factors.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, GOOD_BODIES, mailsTo } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ config: { demo: false } });
});
afterAll(() => test.close());

async function agent(email: string): Promise<{ id: string; cookie: string }> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const id = await transact(test.platform.db, SYSTEM, async (tx) => {
    const personId = await insertPerson(tx, { name: 'Agent', email, language: 'en', passwordHash });
    await insertAgent(tx, personId, ['admin', 'engineer', 'analyst', 'lead']);
    return personId;
  });
  return { id, cookie: await test.signIn(email) };
}
const codeOf = async (cookie: string) => {
  const answer = await attempt(test, 'getSystemState', { cookie });
  return answer.statusCode === 403 ? answer.json().code : answer.statusCode;
};

it('leaves open what leads to a second factor, and nothing else', async () => {
  const open = ALL_ROUTES.filter(([, spec]) => (spec as RouteSpec).beforeSecondFactor === true).map(([name]) => name);
  expect(open.toSorted()).toEqual([
    'addPasskey',
    'beginAuthenticator',
    'beginPasskey',
    'changePassword',
    'confirmAuthenticator',
    'endOtherSessions',
    'endOwnSession',
    'getMe',
    'getSecondFactors',
    'listOwnSessions',
    'patchMe',
    'signInAgain',
  ]);
  const { cookie } = await agent('new@staff.example');
  expect((await test.client(cookie).getMe()).secondFactorMissing).toBe(true);
  for (const [name, spec] of ALL_ROUTES) {
    if (spec.permission === 'anyone' || spec.permission === 'metrics_token' || open.includes(name)) continue;
    const answer = await attempt(test, name, {
      params: { id: '0198a5c2-0000-7000-8000-000000000000', memberId: '0198a5c2-0000-7000-8000-000000000000' },
      body: GOOD_BODIES[name],
      cookie,
    });
    expect(answer.statusCode, name).toBe(403);
    if (spec.method !== 'HEAD') expect(answer.json().code, name).toBe('second_factor_required');
  }
});

it('opens all of it once a factor is set up, and with every sign-in by it', async () => {
  const { cookie } = await agent('app@staff.example');
  expect(await codeOf(cookie)).toBe('second_factor_required');
  const enrolled = await addApp(test, cookie);
  expect(await codeOf(enrolled.cookie)).toBe(200);
  const { secondStep } = (
    await attempt(test, 'signIn', { body: { email: 'app@staff.example', password: DEMO_PASSWORD } })
  ).json();
  const answer = await attempt(test, 'signInSecondStep', {
    body: { token: secondStep.token, code: enrolled.recoveryCodes[0] ?? '' },
  });
  expect(await codeOf(cookieOf(answer))).toBe(200);
});

it('is enough with a passkey; the last factor cannot be taken away', async () => {
  const { cookie } = await agent('key@staff.example');
  const made = await addSoftPasskey(test, cookie);
  expect(await codeOf(made.cookie)).toBe(200);
  const answer = await attempt(test, 'signInWithPasskey', {
    body: { passkey: made.passkey.answer(await askChallenge(test)) },
  });
  expect(await codeOf(cookieOf(answer))).toBe(200);
  const remove = (id: string) => attempt(test, 'removePasskey', { params: { id }, cookie: cookieOf(answer) });
  expect((await remove(made.id)).json().code).toBe('last_second_factor');
  const second = await addSoftPasskey(test, cookieOf(answer), 'Phone');
  expect((await attempt(test, 'removePasskey', { params: { id: made.id }, cookie: second.cookie })).statusCode).toBe(
    204,
  );
});

it('is taken away by the operator for whoever lost it, with every session', async () => {
  const { cookie } = await agent('lost@staff.example');
  const enrolled = await addApp(test, cookie);
  expect(await resetSecondFactors(test.platform, 'nobody@staff.example')).toBe(false);
  expect(await resetSecondFactors(test.platform, 'Lost@staff.example')).toBe(true);
  expect((await attempt(test, 'getMe', { cookie: enrolled.cookie })).statusCode).toBe(401);
  const again = await attempt(test, 'signIn', { body: { email: 'lost@staff.example', password: DEMO_PASSWORD } });
  expect(again.json().signedIn).toBe(true);
  expect(await codeOf(cookieOf(again))).toBe('second_factor_required');
  expect((await mailsTo(test, 'lost@staff.example')).at(-1)?.template).toBe('second_factors_reset');
  const entry = await test.platform.db
    .selectFrom('app.audit_entries')
    .selectAll()
    .where('action', '=', 'second_factors.reset')
    .executeTakeFirstOrThrow();
  expect(entry.data).toEqual({ by: 'command line' });
});

it('ends a session of staff that nobody used for eight hours', async () => {
  const { id, cookie } = await agent('idle@staff.example');
  const unused = (hours: number) =>
    test.platform.db
      .updateTable('auth.sessions')
      .set({ last_used_at: new Date(Date.now() - hours * 3_600_000) })
      .where('person_id', '=', id)
      .execute();
  await unused(7.9);
  expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(200);
  await unused(8.1);
  expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
});
