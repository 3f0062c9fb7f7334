// Guessing of passwords, codes and links: throttled by the address of the socket. Headers that anybody can write do not
// make a new caller, nor does another address of the same IPv6 network.
// Seen as: GHSA-jvmv-2qcp-7855 (FreeScout).
import { randomUUID } from 'node:crypto';
import { type RouteName, routes } from '@companyaccount/contract/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countedAddress } from '#platform/http/throttle.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, GOOD_BODIES, paramsOf } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** How many calls of one caller are answered before the next is refused. */
const LIMITS: Partial<Record<RouteName, number>> = {
  signIn: 10,
  signInSecondStep: 60,
  signInWithPasskey: 60,
  requestPasswordReset: 20,
  resetPassword: 30,
  createRegistration: 20,
  confirmRegistration: 60,
  createAccountHelp: 10,
  confirmAccountHelp: 60,
  createSubmissionMessage: 30,
  disputeSubmission: 30,
  rateByLink: 60,
  createUploadToken: 40,
  createSubmission: 30,
  confirmSubmissionEmail: 60,
  confirmReceivedMail: 60,
  verifyKeyFile: 60,
  createKeyFileRecovery: 20,
  setUp: 30,
  rateArticle: 20,
};

it('throttles every route that takes a secret or a code from anybody', () => {
  const open = ALL_ROUTES.filter(([, spec]) => spec.permission === 'anyone' && spec.body !== undefined).map(
    ([name]) => name,
  );
  expect(open.toSorted()).toEqual(Object.keys(LIMITS).toSorted());
});

const forgeries = (n: number): Record<string, string> => ({
  'x-forwarded-for': `203.0.113.${n}`,
  'x-real-ip': `203.0.113.${n}`,
  forwarded: `for=203.0.113.${n}`,
  'x-client-ip': `203.0.113.${n}`,
  'cf-connecting-ip': `203.0.113.${n}`,
  'x-companyaccount-address': `203.0.113.${n}`,
  'user-agent': `browser ${n}`,
});

describe.each(Object.entries(LIMITS) as [RouteName, number][])('%s', (name, limit) => {
  const params = paramsOf(routes[name], randomUUID());
  const hammer = async (times: number, from: (n: number) => string) => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const body =
        name === 'signIn' ? { email: 'known@nowhere.example', password: `guess number ${n}` } : GOOD_BODIES[name];
      const answer = await attempt(test, name, { params, body, from: from(n), headers: forgeries(n % 250) });
      statuses.push(answer.statusCode);
      if (answer.statusCode === 429) {
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(answer.json().code).toBe('too_many_requests');
      }
    }
    return statuses;
  };

  it('refuses one caller after its limit, whatever headers it forges', async () => {
    // A window may end between two calls; a caller then gets the next one, never a third within a test.
    const statuses = await hammer(2 * limit + 1, () => '127.77.0.1');
    expect(statuses.slice(0, limit)).not.toContain(429);
    expect(statuses).toContain(429);
    // Another caller is not concerned.
    expect(await hammer(1, () => '127.77.0.2')).not.toContain(429);
  });

  it('counts a whole IPv6 network as one caller', async () => {
    const statuses = await hammer(2 * limit + 1, (n) => `2001:db8:77:1::${(n + 1).toString(16)}`);
    expect(statuses).toContain(429);
    expect(await hammer(1, () => '2001:db8:77:2::1')).not.toContain(429);
  });
});

it('counts addresses by what stands for one caller', () => {
  expect(countedAddress('192.0.2.7')).toBe('192.0.2.7');
  expect(countedAddress('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(countedAddress('2001:db8:0:1:2:3:4:5')).toBe('2001:db8:0:1::/64');
  expect(countedAddress('2001:0DB8::5')).toBe('2001:db8:0:0::/64');
  expect(countedAddress('::1')).toBe('0:0:0:0::/64');
  expect(countedAddress('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
});

it('believes a proxy only where the operator named one', async () => {
  const behind = await startTestApp({ config: { trustProxy: '127.88.0.0/16' } });
  const call = (from: string, forwarded: string) =>
    attempt(behind, 'createRegistration', {
      body: GOOD_BODIES.createRegistration,
      from,
      headers: { 'x-forwarded-for': forwarded },
    });
  // By the named proxy, each visitor is a caller of their own; what the visitor wrote into the header is not believed.
  for (let n = 0; n < 45; n += 1) expect((await call('127.88.0.1', `198.51.100.${n}`)).statusCode).toBe(422);
  const chained = [];
  for (let n = 0; n < 45; n += 1) chained.push((await call('127.88.0.1', `203.0.113.${n}, 198.51.100.200`)).statusCode);
  expect(chained).toContain(429);
  const direct = [];
  for (let n = 0; n < 45; n += 1) direct.push((await call('127.99.0.1', `198.51.100.${n}`)).statusCode);
  expect(direct).toContain(429);
  await behind.close();
});

it('lets the people of one office sign in together, and counts the attempts on each account apart', async () => {
  const from = '127.78.0.1';
  const attemptOn = (email: string) =>
    attempt(test, 'signIn', { body: { email, password: 'a wrong password' }, from }).then(
      (answer) => answer.statusCode,
    );
  const office = await Promise.all(Array.from({ length: 60 }, (_, n) => attemptOn(`person${n}@office.example`)));
  expect(new Set(office)).toEqual(new Set([401]));
  const one: number[] = [];
  for (let n = 0; n < 21; n += 1) one.push(await attemptOn('one@office.example'));
  expect(one).toContain(429);
});
