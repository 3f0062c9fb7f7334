// Sessions: a new one at every sign-in whatever cookie was brought, none after sign-out, all gone after a new password,
// and no stream outlives its session.
// Seen as: osTicket 85a76f40, CVE-2023-41259 (RT).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, freshAddress, tokenFor } from './attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
const email = 'nora@acme.example';
const password = 'demo demo demo';
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  await addMember(test, { email });
});
afterAll(() => test.close());

const signIn = async (cookie?: string, given = password) => {
  const answer = await attempt(test, 'signIn', {
    body: { email, password: given },
    ...(cookie === undefined ? {} : { cookie }),
    from: freshAddress(),
  });
  expect(answer.statusCode).toBe(200);
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
};
const isOpen = async (cookie: string) => (await attempt(test, 'getMe', { cookie })).statusCode === 200;

it('gives a new session at sign-in, whatever cookie was brought', async () => {
  const first = await signIn();
  const second = await signIn(first);
  expect(second).not.toBe(first);
  const planted = 'session=0123456789abcdef0123456789abcdef.c2lnbmF0dXJl';
  const third = await signIn(planted);
  expect(third).not.toContain('0123456789abcdef');
  expect(await isOpen(planted)).toBe(false);
});

it('takes no changed cookie, no cookie of another name, no token of a header', async () => {
  const cookie = await signIn();
  const value = decodeURIComponent(cookie.split('=')[1] ?? '');
  const [token, signature = ''] = value.split('.');
  const changed = [
    `${token}.`,
    `${token}`,
    `${token}.${signature.slice(0, -2)}AA`,
    `.${signature}`,
    `${token?.slice(0, -1)}.${signature}`,
    `${value}.${signature}`,
  ];
  for (const one of changed)
    if (one !== value) expect(await isOpen(`session=${encodeURIComponent(one)}`), one).toBe(false);
  expect(await isOpen(cookie.replace('session=', '__Host-session='))).toBe(false);
  expect(await isOpen(cookie.replace('session=', 'Session='))).toBe(false);
  for (const headers of [
    { authorization: `Bearer ${value}` },
    { authorization: `Bearer ${token}` },
    { 'x-session': value },
  ]) {
    expect((await attempt(test, 'getMe', { headers })).statusCode).toBe(401);
  }
});

it('ends the session and its stream at once on sign-out, and no other', async () => {
  const [here, there] = [await signIn(), await signIn()];
  const [mine, other] = [await openStream(address, here), await openStream(address, there)];
  expect((await attempt(test, 'signOut', { cookie: here })).statusCode).toBe(200);
  await mine.ended();
  expect(await isOpen(here)).toBe(false);
  expect((await openStream(address, here)).status).toBe(401);
  expect(await isOpen(there)).toBe(true);
  expect(other.isOpen()).toBe(true);
  other.close();
});

it('ends every session and stream when the password is set anew', async () => {
  const cookies = [await signIn(), await signIn()];
  const streams = await Promise.all(cookies.map((cookie) => openStream(address, cookie)));
  await attempt(test, 'requestPasswordReset', { body: { email } });
  const token = await tokenFor(test, email);
  const answer = await attempt(test, 'resetPassword', { body: { token, newPassword: 'a new long password' } });
  expect(answer.statusCode).toBe(200);
  // Whoever has the link proves the address, not that they sit at this browser: they sign in with the new password.
  expect(answer.headers['set-cookie']).toBeUndefined();
  for (const cookie of cookies) expect(await isOpen(cookie)).toBe(false);
  await Promise.all(streams.map(({ ended }) => ended()));
  expect((await attempt(test, 'signIn', { body: { email, password } })).statusCode).toBe(401);
  expect(await isOpen(await signIn(undefined, 'a new long password'))).toBe(true);
});

it('ends by itself after two weeks', async () => {
  const cookie = await signIn(undefined, 'a new long password');
  const session = await test.platform.db
    .selectFrom('auth.sessions')
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect((session.expires_at.getTime() - Date.now()) / 86_400_000).toBeCloseTo(14, 1);
  await test.platform.db
    .updateTable('auth.sessions')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .where('id', '=', session.id)
    .execute();
  expect(await isOpen(cookie)).toBe(false);
});

it('uses the rights of this very moment', async () => {
  const { id, cookie } = await addMember(test, { email: 'changing@acme.example', role: 'administrator' });
  const { db } = test.platform;
  const role = async () => (await attempt(test, 'getMe', { cookie })).json().company?.role ?? null;
  expect(await role()).toBe('administrator');
  await db.updateTable('app.members').set({ role: 'user' }).where('person_id', '=', id).execute();
  expect(await role()).toBe('user');
  await db.updateTable('app.members').set({ state: 'removed' }).where('person_id', '=', id).execute();
  expect(await role()).toBeNull();
  expect((await attempt(test, 'listRequests', { cookie })).statusCode).toBe(403);
});
