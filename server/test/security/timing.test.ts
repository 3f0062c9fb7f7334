// Who exists, told by the clock: known and unknown addresses, and codes that exist and that do not, take the same time.
// Seen as: CVE-2020-26034 (Zammad), CVE-2021-38562 (RT).
//
// The statistic: a permutation test on the difference of the medians of two calls made in turn (`timing.ts`). A
// difference counts when chance makes one as large in fewer than one of 1,000 exchanges, and again in a second
// measurement of its own with twice the rounds; so a shared machine fails the test once in a million times. That the
// method sees what it should is tried on a difference that is there: one hash of a password.
import { randomBytes, randomUUID } from 'node:crypto';
import type { RouteName } from '@companyaccount/contract/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateActivationCode } from '../../src/features/licensing/activation-codes.ts';
import { newLicense } from '../harness/licenses.ts';
import { onSample } from '../lab/lab-cases.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, LONG_PASSWORD } from './attack.ts';
import { compareTimes, type Pair } from './timing.ts';

const ROUNDS = 60;
const CHANCE = 0.001;
const KNOWN = 'known@acme.example';

let test: TestApp;
let active: string;
let revoked: string;
let claimed: string;
let boris: string;
let sent: string;
beforeAll(async () => {
  test = await startTestApp();
  // Not a demo account: those are published anyway.
  await addMember(test, { email: KNOWN });
  active = (await newLicense(test)).code;
  revoked = (await newLicense(test, { state: 'revoked' })).code;
  claimed = (await newLicense(test)).code;
  const anna = await test.signIn('anna@acme.example');
  await attempt(test, 'addLicense', { body: { activationCode: claimed }, cookie: anna });
  boris = await test.signIn('boris@acme.example');
  sent = (await onSample(test)).params.sha256;
});
afterAll(() => test.close());

const registration = (email: string, activationCode: string) => ({
  activationCode,
  email,
  name: 'Nora',
  password: LONG_PASSWORD,
  language: 'en',
});
const help = (email: string, activationCode: string) => ({
  activationCode,
  email,
  name: 'Nora',
  text: 'I cannot get in.',
  language: 'en',
});
const stranger = () => `${randomUUID()}@acme.example`;
const call = async (name: RouteName, body: unknown, status: number, cookie?: string) => {
  const answer = await attempt(test, name, { body, ...(cookie === undefined ? {} : { cookie }) });
  expect(answer.statusCode, answer.body).toBe(status);
};
const lookUp = async (hash: string) => {
  const answer = await attempt(test, 'lookUpDefinition', { query: { hash } });
  expect(answer.json()).toEqual({ data: [] });
};
/** The counters of wrong codes would stop the measuring; each call comes from an address of its own anyway. */
const withoutCounts = async (work: () => Promise<unknown>) => {
  await test.platform.db.deleteFrom('app.throttles').execute();
  return work();
};

const PAIRS: Record<string, () => Pair> = {
  'sign-in, by address': () => ({
    one: () => call('signIn', { email: KNOWN, password: 'a wrong password' }, 401),
    other: () => call('signIn', { email: stranger(), password: 'a wrong password' }, 401),
  }),
  'password reset, by address': () => ({
    one: () => call('requestPasswordReset', { email: KNOWN }, 200),
    other: () => call('requestPasswordReset', { email: stranger() }, 200),
  }),
  'registration, by address': () => ({
    one: () => call('createRegistration', registration(KNOWN, active), 202),
    other: () => call('createRegistration', registration(stranger(), active), 202),
  }),
  'registration, by a code that is refused': () => ({
    one: () => call('createRegistration', registration(stranger(), revoked), 422),
    other: () => call('createRegistration', registration(stranger(), generateActivationCode()), 422),
  }),
  'account help, by address': () => ({
    one: () => call('createAccountHelp', help(KNOWN, active), 202),
    other: () => call('createAccountHelp', help(stranger(), active), 202),
  }),
  'account help, by code': () => ({
    one: () => call('createAccountHelp', help(stranger(), active), 202),
    other: () => call('createAccountHelp', help(stranger(), generateActivationCode()), 202),
  }),
  'adding a license, by a code that is refused': () => ({
    one: () => call('addLicense', { activationCode: revoked, companyName: 'Own' }, 422, boris),
    other: () => call('addLicense', { activationCode: generateActivationCode(), companyName: 'Own' }, 422, boris),
  }),
  'look-up of a file, by one that others have sent': () => ({
    one: () => lookUp(sent),
    other: () => lookUp(randomBytes(32).toString('hex')),
  }),
  'recovery of key files, by code': () => ({
    one: () => call('createKeyFileRecovery', { activationCode: active, email: stranger() }, 202),
    other: () => call('createKeyFileRecovery', { activationCode: generateActivationCode(), email: stranger() }, 202),
  }),
  'recovery of key files, by address': () => ({
    one: () => call('createKeyFileRecovery', { activationCode: claimed, email: 'anna@acme.example' }, 202),
    other: () => call('createKeyFileRecovery', { activationCode: claimed, email: stranger() }, 202),
  }),
};

async function tellsApart(pair: Pair, rounds = ROUNDS): Promise<boolean> {
  for (const times of [1, 2]) {
    if ((await compareTimes(pair, rounds * times)).chance >= CHANCE) return false;
  }
  return true;
}

it.each(Object.keys(PAIRS))(
  'says nothing by its time: %s',
  async (name) => {
    const pair = PAIRS[name]?.();
    if (pair === undefined) throw new Error(name);
    const counted: Pair = {
      one: (n) => withoutCounts(() => pair.one(n)),
      other: (n) => withoutCounts(() => pair.other(n)),
    };
    expect(await tellsApart(counted)).toBe(false);
  },
  120_000,
);

it('would see one hash of a password', async () => {
  const body = registration(stranger(), 'AAAAA');
  const pair: Pair = {
    one: () => withoutCounts(() => call('createRegistration', body, 422)),
    other: () =>
      withoutCounts(() => call('createRegistration', { ...body, activationCode: generateActivationCode() }, 422)),
  };
  expect(await tellsApart(pair, 30)).toBe(true);
}, 120_000);
