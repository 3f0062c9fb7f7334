// Guessing activation codes: a thousand wrong ones, from one address, from a hundred, and through an account, are soon
// refused unread, whatever headers are forged; whoever has a right code gets through all the while.
// Seen as: GHSA-jvmv-2qcp-7855 (FreeScout).
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { generateActivationCode } from '../../src/features/licensing/activation-codes.ts';
import { newLicense } from '../harness/licenses.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, freshAddress, GOOD_BODIES } from './attack.ts';

const TRIES = 1000;
/** Wrong codes that are looked up in ten minutes: of one address, and of `n` once all together had too many. */
const OF_ONE = 10;
const ofMany = (n: number) => 100 + 3 * n;

const LONG = 120_000;

let test: TestApp;
let anna: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.signIn('anna@acme.example');
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.platform.db.deleteFrom('app.throttles').execute();
});

const forged = (n: number): Record<string, string> => ({
  'x-forwarded-for': `203.0.113.${n % 250}`,
  'x-real-ip': `203.0.113.${n % 250}`,
  forwarded: `for=203.0.113.${n % 250}`,
});
const register = (activationCode: string, from: string, n = 0) =>
  attempt(test, 'createRegistration', {
    body: { ...GOOD_BODIES.createRegistration, email: `guess${n}@new.example`, activationCode },
    from,
    headers: forged(n),
  });
const add = (activationCode: string, from: string, n = 0) =>
  attempt(test, 'addLicense', { body: { activationCode }, cookie: anna, from, headers: forged(n) });

const window = () => Math.floor(Date.now() / 600_000);

/** Guesses, one after another, and counts what was looked up; the windows are how many the guessing took. */
async function guess(call: typeof register, from: (n: number) => string, tries = TRIES) {
  const codes: string[] = [];
  const began = window();
  for (let n = 0; n < tries; n += 1) {
    const answer = await call(generateActivationCode(), from(n), n);
    codes.push(answer.json().code);
    if (answer.statusCode === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
  const kinds = new Set(codes);
  expect([...kinds].toSorted()).toEqual(['activation_code_unknown', 'too_many_requests']);
  return {
    lookedUp: codes.filter((code) => code === 'activation_code_unknown').length,
    windows: 1 + window() - began,
  };
}

it(
  'stops a thousand wrong codes from one address',
  async () => {
    const from = freshAddress();
    const { lookedUp, windows } = await guess(register, () => from);
    expect(lookedUp).toBeLessThanOrEqual(OF_ONE * windows);
  },
  LONG,
);

it(
  'stops a thousand wrong codes from a hundred addresses, and lets everybody with a right one through',
  async () => {
    const addresses = Array.from({ length: 100 }, freshAddress);
    const { lookedUp, windows } = await guess(register, (n) => addresses[n % addresses.length] ?? '');
    expect(lookedUp).toBeLessThanOrEqual(ofMany(addresses.length) * windows);
    for (let n = 0; n < 10; n += 1) {
      expect((await register((await newLicense(test)).code, freshAddress(), n)).statusCode).toBe(202);
    }
    // Also who mistook one code for another before, and a whole office at once.
    const office = freshAddress();
    expect((await register(generateActivationCode(), office)).statusCode).toBe(422);
    const { code } = await newLicense(test);
    for (let n = 0; n < 12; n += 1) expect((await register(code, office, n)).statusCode).toBe(202);
  },
  LONG,
);

it('stops them through an account too, and counts both ways as one', async () => {
  const from = freshAddress();
  const { lookedUp, windows } = await guess(add, () => from, 150);
  expect(lookedUp).toBeLessThanOrEqual(OF_ONE * windows);
  if (windows === 1) expect((await register(generateActivationCode(), from)).statusCode).toBe(429);
});

it('looks up no more when the codes come all at once', async () => {
  const from = freshAddress();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => register(generateActivationCode(), from, n)));
  expect(answers.filter((answer) => answer.statusCode === 422).length).toBeLessThanOrEqual(OF_ONE * 2);
  expect(answers.some((answer) => answer.statusCode === 429)).toBe(true);
});

it('counts no right code, whatever its license is worth', async () => {
  const from = freshAddress();
  const { code } = await newLicense(test, { state: 'revoked' });
  for (let n = 0; n < 19; n += 1) expect((await register(code, from, n)).json().code).toBe('license_revoked');
});
