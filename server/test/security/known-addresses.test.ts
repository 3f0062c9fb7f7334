// Who has an account: registration, sign-in and password reset answer the same whether an address is known or not; that
// they take the same time is tried in `timing`.
// Seen as: CVE-2020-26034 (Zammad), CVE-2021-38562 (RT).
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RouteName } from '@companyaccount/contract/routes';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, LONG_PASSWORD, mailsTo, unclaimedCodes } from './attack.ts';

let test: TestApp;
let code: string;
beforeAll(async () => {
  test = await startTestApp();
  code = (await unclaimedCodes(test))[0] ?? '';
  // Not a demo account: those are published anyway.
  await addMember(test, { email: 'known@acme.example' });
});
afterAll(() => test.close());

const bodies: Partial<Record<RouteName, (email: string) => Record<string, unknown>>> = {
  signIn: (email) => ({ email, password: 'a wrong password' }),
  requestPasswordReset: (email) => ({ email }),
  createRegistration: (email) => ({
    activationCode: code,
    email,
    name: 'Nora',
    password: LONG_PASSWORD,
    language: 'en',
  }),
};
const names = Object.keys(bodies) as RouteName[];
const call = (name: RouteName, email: string) => attempt(test, name, { body: bodies[name]?.(email) });
const SPELLINGS = ['known@acme.example', 'KNOWN@acme.example'];

it.each(names)('%s: answers the same in status, body and headers', async (name) => {
  const unknown = await call(name, 'unknown@acme.example');
  for (const email of SPELLINGS) {
    const known = await call(name, email);
    expect(known.statusCode).toBe(unknown.statusCode);
    const shape = (answer: typeof known) => ({ ...answer.json(), requestId: '' });
    expect(shape(known)).toEqual(shape(unknown));
    const names = (answer: typeof known) =>
      Object.keys(answer.headers)
        .filter((header) => header !== 'date')
        .toSorted();
    expect(names(known)).toEqual(names(unknown));
    expect(known.headers['content-length']).toBe(unknown.headers['content-length']);
  }
});

it('looks an address up for a new password only after the answer', async () => {
  await test.runJobs();
  const { db } = test.platform;
  const traces = async () => ({
    mails: await db.selectFrom('app.mails').select('id').execute(),
    links: await db.selectFrom('auth.verifications').select('id').execute(),
  });
  const before = await traces();
  await call('requestPasswordReset', 'known@acme.example');
  expect(await traces()).toEqual(before);
});

it('leaves the difference to the mails', async () => {
  expect((await mailsTo(test, 'known@acme.example')).map(({ template }) => template)).toEqual(
    expect.arrayContaining(['registration_known_address', 'password_reset']),
  );
  expect((await mailsTo(test, 'unknown@acme.example')).map(({ template }) => template)).toEqual([
    'registration_confirmation',
  ]);
});

it('says no more about a wrong code, whatever the address', async () => {
  const answers = [];
  for (const email of ['known@acme.example', 'unknown@acme.example']) {
    const body = { ...bodies.createRegistration?.(email), activationCode: '00000-00000-00000-00000' };
    const answer = await attempt(test, 'createRegistration', { body });
    answers.push({ ...answer.json(), requestId: '' });
  }
  expect(answers[0]).toEqual(answers[1]);
});
