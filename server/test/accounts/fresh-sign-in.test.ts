import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt } from '../security/attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const cookieOf = (answer: Awaited<ReturnType<typeof attempt>>) =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
const age = (personId: string, minutes: number) =>
  test.platform.db
    .updateTable('auth.sessions')
    .set({ signed_in_at: new Date(Date.now() - minutes * 60_000) })
    .where('person_id', '=', personId)
    .execute();

it('opens what asks for it, under a new cookie; the old one is worth nothing', async () => {
  const { id, cookie } = await addMember(test, { email: 'ada@acme.example', role: 'administrator' });
  const license = (await test.client(cookie).listLicenses()).data[0]?.id ?? '';
  const download = async (as: string) => {
    const answer = await attempt(test, 'downloadKeyFiles', { params: { id: license }, cookie: as });
    return answer.statusCode === 403 ? answer.json().code : answer.statusCode;
  };
  await test.runJobs();
  await age(id, 11);
  expect(await download(cookie)).toBe('fresh_sign_in_required');

  const wrong = await attempt(test, 'signInAgain', { body: { password: 'not this one' }, cookie });
  expect(wrong.statusCode).toBe(401);
  expect(wrong.json()).toMatchObject({
    code: 'invalid_credentials',
    errors: [{ pointer: '/password', code: 'invalid' }],
  });
  expect(wrong.headers['set-cookie']).toBeUndefined();
  expect(await download(cookie)).toBe('fresh_sign_in_required');

  const right = await attempt(test, 'signInAgain', { body: { password: DEMO_PASSWORD }, cookie });
  expect(right.statusCode).toBe(204);
  const renewed = cookieOf(right);
  expect(renewed).not.toBe(cookie);
  expect(await download(renewed)).toBe(200);
  expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
  // Still one session, and the same.
  expect(
    await test.platform.db.selectFrom('auth.sessions').select('id').where('person_id', '=', id).execute(),
  ).toHaveLength(1);
});

it('keeps a cookie that ends with the browser one that does', async () => {
  await addMember(test, { email: 'bea@acme.example' });
  const signedIn = await attempt(test, 'signIn', {
    body: { email: 'bea@acme.example', password: DEMO_PASSWORD, rememberMe: false },
  });
  const answer = await attempt(test, 'signInAgain', {
    body: { password: DEMO_PASSWORD },
    cookie: cookieOf(signedIn),
  });
  expect(answer.statusCode).toBe(204);
  expect(answer.cookies.find(({ name }) => name === 'session')?.maxAge).toBeUndefined();
});

it('lets nobody guess the password with a stolen session, from however many addresses', async () => {
  const { id, cookie } = await addMember(test, { email: 'cleo@acme.example' });
  const statuses: number[] = [];
  for (let n = 0; n < 21; n += 1) {
    const answer = await attempt(test, 'signInAgain', { body: { password: `guess ${n}` }, cookie });
    statuses.push(answer.statusCode);
  }
  expect(statuses.slice(0, 10)).not.toContain(204);
  expect(statuses.at(-1)).toBe(429);
  const { db } = test.platform;
  const entries = await db.selectFrom('app.audit_entries').select('action').where('person_id', '=', id).execute();
  expect(entries.map(({ action }) => action)).not.toContain('session.confirmed');
});
