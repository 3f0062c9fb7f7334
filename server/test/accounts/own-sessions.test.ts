import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, mailsTo } from '../security/attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
});
afterAll(() => test.close());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

async function signIn(email: string, password = DEMO_PASSWORD): Promise<string> {
  const answer = await attempt(test, 'signIn', { body: { email, password }, headers: { 'user-agent': FIREFOX } });
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
}
const isOpen = async (cookie: string) => (await attempt(test, 'getMe', { cookie })).statusCode === 200;

it('shows a person where they are signed in, and nobody else', async () => {
  await addMember(test, { email: 'ada@acme.example' });
  const cookie = await signIn('ada@acme.example');
  const client = test.client(cookie);
  const { data } = await client.listOwnSessions();
  expect(data).toHaveLength(2);
  expect(data[0]).toMatchObject({ browser: 'Firefox', system: 'Linux', current: true });
  expect(data[0]?.address).toMatch(/^127\./u);
  expect(data[1]).toMatchObject({ browser: null, current: false });
  // Page by page the same.
  const first = await client.listOwnSessions({ query: { 'page[size]': 1 } });
  const next = new URL(first.links.next ?? '', 'http://localhost');
  const second = await client.listOwnSessions({
    query: { 'page[size]': 1, 'page[after]': next.searchParams.get('page[after]') ?? '' },
  });
  expect([...first.data, ...second.data]).toEqual(data);
  expect(second.links.next).toBeNull();
});

it('notes the use of a session, once a minute', async () => {
  const { id, cookie } = await addMember(test, { email: 'bea@acme.example' });
  const { db } = test.platform;
  const past = new Date(Date.now() - 3_600_000);
  await db.updateTable('auth.sessions').set({ last_used_at: past }).where('person_id', '=', id).execute();
  const used = async () => Date.parse((await test.client(cookie).listOwnSessions()).data[0]?.lastUsedAt ?? '');
  const noted = await used();
  expect(Date.now() - noted).toBeLessThan(10_000);
  expect(await used()).toBe(noted);
});

it('ends one session and its stream at once, and no other', async () => {
  await addMember(test, { email: 'cleo@acme.example' });
  const [here, there] = [await signIn('cleo@acme.example'), await signIn('cleo@acme.example')];
  const stream = await openStream(address, there);
  const other = (await test.client(there).listOwnSessions()).data.find(({ current }) => current)?.id ?? '';
  const began = performance.now();
  expect((await attempt(test, 'endOwnSession', { params: { id: other }, cookie: here })).statusCode).toBe(204);
  await stream.ended();
  expect(performance.now() - began).toBeLessThan(1000);
  expect(await isOpen(there)).toBe(false);
  expect(await isOpen(here)).toBe(true);
  expect((await attempt(test, 'endOwnSession', { params: { id: other }, cookie: here })).statusCode).toBe(404);
});

it('ends no session of anybody else', async () => {
  await addMember(test, { email: 'dora@acme.example' });
  const dora = await signIn('dora@acme.example');
  const anna = await test.signIn('anna@acme.example');
  const id = (await test.client(dora).listOwnSessions()).data.find(({ current }) => current)?.id ?? '';
  expect((await attempt(test, 'endOwnSession', { params: { id }, cookie: anna })).statusCode).toBe(404);
  expect((await attempt(test, 'endOtherSessions', { cookie: anna })).statusCode).toBe(204);
  expect(await isOpen(dora)).toBe(true);
  expect(await isOpen(anna)).toBe(true);
});

it('changes the password: the old one and the other sessions are worth nothing, the person is told', async () => {
  const { id } = await addMember(test, { email: 'emma@acme.example' });
  const email = 'emma@acme.example';
  const [here, there] = [await signIn(email), await signIn(email)];
  const stream = await openStream(address, there);
  await attempt(test, 'requestPasswordReset', { body: { email } });
  await test.runJobs();
  const change = (currentPassword: string, newPassword: string) =>
    attempt(test, 'changePassword', { body: { currentPassword, newPassword }, cookie: here });
  const wrong = await change('not the password', 'green tea at seven');
  expect([wrong.statusCode, wrong.json().errors]).toEqual([401, [{ pointer: '/currentPassword', code: 'invalid' }]]);

  const right = await change(DEMO_PASSWORD, 'green tea at seven');
  expect(right.statusCode).toBe(204);
  await stream.ended();
  expect(await isOpen(there)).toBe(false);
  expect(await isOpen(here)).toBe(false);
  const renewed = right.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  expect(await isOpen(renewed)).toBe(true);
  expect((await attempt(test, 'signIn', { body: { email, password: DEMO_PASSWORD } })).statusCode).toBe(401);
  expect((await attempt(test, 'signIn', { body: { email, password: 'green tea at seven' } })).statusCode).toBe(200);
  const { db } = test.platform;
  expect(await db.selectFrom('auth.verifications').select('id').where('value', '=', id).execute()).toEqual([]);
  expect((await mailsTo(test, email)).at(-1)?.template).toBe('password_changed');
});
