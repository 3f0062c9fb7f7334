// Accounts whose password everybody can read: they open to the machine itself and to nobody behind it.
// Seen as: CVE-2026-92805 (UVdesk, a set-up left open), and every product shipped with a default password.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const body = { email: 'admin@vendor.example', password: 'demo demo demo' };
const status = async (app: TestApp, more: { headers?: Record<string, string>; from?: string; email?: string } = {}) => {
  const { email = body.email, ...call } = more;
  const answer = await attempt(app, 'signIn', { body: { ...body, email }, ...call });
  return answer.statusCode === 403 ? (answer.json().code as string) : answer.statusCode;
};

it('opens to the machine itself, by either protocol', async () => {
  expect(await status(test, { from: '127.0.0.1' })).toBe(200);
  expect(await status(test, { from: '::1' })).toBe(200);
  expect(await status(test, { from: '::ffff:127.0.0.1' })).toBe(200);
});

it('opens to no other machine', async () => {
  for (const from of ['192.0.2.1', '10.0.0.5', '172.17.0.1', '::ffff:192.0.2.1', '2001:db8::1', '128.0.0.1']) {
    for (const email of [body.email, 'Admin@Vendor.example', 'anna@acme.example']) {
      expect(await status(test, { from, email }), from).toBe('demo_account_restricted');
    }
  }
});

it('opens to nobody behind a proxy', async () => {
  for (const name of [
    'x-forwarded-for',
    'X-Forwarded-Host',
    'x-forwarded-proto',
    'x-forwarded-server',
    'forwarded',
    'x-real-ip',
    'via',
    'cf-connecting-ip',
    'true-client-ip',
  ]) {
    expect(await status(test, { headers: { [name]: '127.0.0.1' } }), name).toBe('demo_account_restricted');
  }
});

it('opens under no public address', async () => {
  for (const publicUrl of ['https://portal.example', 'http://localhost.evil.example', 'http://10.0.0.1:3000']) {
    const published = await startTestApp({ config: { publicUrl } });
    expect(await status(published), publicUrl).toBe('demo_account_restricted');
    await published.close();
  }
}, 60_000);

it('opens in no installation without the demo, and mails no new password for it', async () => {
  const without = await startTestApp({ config: { demo: false } });
  expect(await status(without)).toBe('demo_account_restricted');
  const answer = await attempt(without, 'requestPasswordReset', { body: { email: body.email } });
  expect(answer.json().code).toBe('demo_account_restricted');
  await without.runJobs();
  expect(await without.platform.db.selectFrom('app.mails').selectAll().execute()).toEqual([]);
  await without.close();
});
