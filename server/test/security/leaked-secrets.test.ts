// Secrets in answers and logs: a whole flow with its errors, then a search through everything that was answered and
// everything that was logged.
// Seen as: CVE-2026-44231 (RT).
import type { Writable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '#platform/log.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, LONG_PASSWORD, register, tokenFor, unclaimedCodes } from './attack.ts';

let test: TestApp;
const logged: string[] = [];
const answered: string[] = [];
beforeAll(async () => {
  const out: Writable = new PassThrough().on('data', (line: Buffer) => logged.push(line.toString()));
  test = await startTestApp({ log: createLog('trace', out) });
});
afterAll(() => test.close());

const call: typeof attempt = async (...given) => {
  const answer = await attempt(...given);
  answered.push(JSON.stringify(answer.headers) + answer.body);
  return answer;
};

it('says nothing of passwords, cookies, links and codes', async () => {
  const secrets: Record<string, string> = {
    password: LONG_PASSWORD,
    newPassword: 'quite another long password',
    wrong: 'a mistyped password',
  };
  const [code = ''] = await unclaimedCodes(test);
  secrets['code'] = code;
  const email = 'nora@new.example';
  secrets['confirmation'] = await register(test, code, email);
  await call(test, 'confirmRegistration', { body: { token: secrets['confirmation'] } });
  await call(test, 'confirmRegistration', { body: { token: secrets['confirmation'] } });
  await call(test, 'requestPasswordReset', { body: { email } });
  secrets['reset'] = await tokenFor(test, email);
  await call(test, 'resetPassword', { body: { token: secrets['reset'], newPassword: secrets['newPassword'] } });
  await call(test, 'signIn', { body: { email, password: secrets['wrong'] } });

  const signedIn = await attempt(test, 'signIn', { body: { email, password: secrets['newPassword'] } });
  answered.push(signedIn.body);
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  secrets['cookie'] = signedIn.cookies[0]?.value ?? '';
  secrets['session'] = secrets['cookie'].split('.')[0] ?? '';
  expect(secrets['session'].length).toBeGreaterThan(20);
  for (const name of [
    'getSession',
    'getMe',
    'listRequests',
    'listLicenses',
    'listProducts',
    'getVendor',
    'getOpenApi',
  ] as const)
    await call(test, name, { cookie });
  // Shown to whom it belongs, on purpose, and noted nowhere.
  const [license] = (await attempt(test, 'listLicenses', { cookie })).json().data;
  const shown = await attempt(test, 'getActivationCode', { cookie, params: { id: license.id } });
  expect(shown.json().activationCode.replaceAll('-', '')).toBe(code);
  await call(test, 'patchMe', { body: { name: 'Nora Newer' }, cookie, headers: { 'if-match': '"1"' } });

  // Faults of ours, with secrets in the statement that fails.
  const { db } = test.platform;
  await sql`alter table auth.sessions add constraint broken check (false) not valid`.execute(db);
  expect((await call(test, 'signIn', { body: { email, password: secrets['newPassword'] } })).statusCode).toBe(500);
  await sql`alter table auth.sessions drop constraint broken`.execute(db);
  await sql`alter table app.registrations add constraint broken check (false) not valid`.execute(db);
  const body = {
    activationCode: code,
    email: 'late@new.example',
    name: 'Late',
    password: LONG_PASSWORD,
    language: 'en',
  };
  expect((await call(test, 'createRegistration', { body })).statusCode).toBe(500);
  await sql`alter table app.registrations drop constraint broken`.execute(db);
  await call(test, 'signOut', { cookie });

  const admin = await test.signIn('admin@vendor.example');
  await call(test, 'listMails', { cookie: admin });
  await call(test, 'getSystemState', { cookie: admin });

  const log = logged.join('');
  expect(log).toContain('"msg":"request"');
  expect(log).toContain('broken');
  const all = `${log}\n${answered.join('\n')}`;
  for (const [what, secret] of Object.entries(secrets)) {
    expect(all.includes(secret), what).toBe(false);
    expect(log.includes(encodeURIComponent(secret)), `${what}, encoded`).toBe(false);
  }
  // No hash either, nor the way the activation code is printed.
  expect(all).not.toMatch(/argon2id|password_hash|token_hash|sealed/u);
  expect(all).not.toContain(code.match(/.{5}/gu)?.join('-') ?? '-');
  expect(log).not.toContain(email);
});

it('shows an error of ours by its id alone', async () => {
  const shown = answered.filter((answer) => answer.includes('"code":"internal","requestId"'));
  expect(shown).toHaveLength(2);
  for (const answer of shown) {
    const problem = JSON.parse(answer.slice(answer.indexOf('}{') + 1)) as Record<string, unknown>;
    expect(Object.keys(problem).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
    expect(logged.some((line) => line.includes(String(problem['requestId'])) && line.includes('"level":50'))).toBe(
      true,
    );
  }
});

it('keeps the metrics to their token, compared whole', async () => {
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    'Bearer metrics token of the test',
    'Bearer metrics token of the tests ',
    'Basic metrics',
  ]) {
    expect((await attempt(test, 'getMetrics', { headers: { authorization } })).statusCode, authorization).toBe(401);
  }
  const cookie = await test.signIn('admin@vendor.example');
  expect((await attempt(test, 'getMetrics', { cookie })).statusCode).toBe(401);
  const answer = await attempt(test, 'getMetrics', { headers: { authorization: 'Bearer metrics token of the tests' } });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}-7/u);
});
