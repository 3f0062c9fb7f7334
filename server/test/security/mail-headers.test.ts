// Line breaks in names and addresses, sent to a real SMTP server: no field of ours ever becomes a header or a recipient
// of its own.
// Seen as: CVE-2012-4730 (RT).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../harness/mail-server.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, GOOD_BODIES, register, unclaimedCodes } from './attack.ts';

let test: TestApp;
let server: MailServer;
let taken: MailServer['taken'];

beforeAll(async () => {
  server = await startMailServer();
  taken = server.taken;
  test = await startTestApp({
    config: {
      smtpUrl: server.url,
      mailFrom: 'Portal <portal@vendor.example>',
      vendorName: 'Vendor\r\nBcc: hidden@evil.example\r\n\r\nBody',
    },
  });
});
afterAll(async () => {
  await test.close();
  await server.close();
});

const INJECTION =
  'Nora\r\nBcc: victim@evil.example\nX-Injected: yes\r\n\r\nSecond body \u2028Bcc: third@evil.example \u0085Bcc: x@evil.example';
const headersOf = (message: string) => message.slice(0, message.indexOf('\r\n\r\n'));

it('keeps line breaks out of headers, whoever wrote them', async () => {
  const [code = ''] = await unclaimedCodes(test);
  await register(test, code, 'nora@new.example', { name: INJECTION, companyName: INJECTION });
  const anna = await test.as('anna@acme.example');
  const me = await anna.getMe();
  await anna.patchMe({ body: { name: INJECTION }, version: me.version });
  expect((await attempt(test, 'requestPasswordReset', { body: { email: 'anna@acme.example' } })).statusCode).toBe(200);
  await test.runJobs();

  expect(taken.map(({ recipients }) => recipients)).toEqual([['nora@new.example'], ['anna@acme.example']]);
  for (const { message, recipients } of taken) {
    const headers = headersOf(message);
    expect(headers).not.toMatch(/^(?:Bcc|Cc|X-Injected)/imu);
    expect(headers.match(/^(?:To|From|Subject|Message-ID|Auto-Submitted):/gimu)).toHaveLength(5);
    expect(headers).toContain(`To: ${recipients[0]}`);
    expect(headers).toMatch(/^Auto-Submitted: auto-generated/imu);
    expect(headers).toMatch(/^Content-Type: multipart\/alternative/imu);
  }
});

it('takes no address that is more than one address', async () => {
  const hostile = [
    'a@new.example\r\nBcc: victim@evil.example',
    'a@new.example, victim@evil.example',
    'a@new.example;victim@evil.example',
    '"a@new.example,victim"@evil.example',
    'Nora <victim@evil.example>',
    '<victim@evil.example>',
    'a@new.example\0@evil.example',
    'a@[127.0.0.1]',
    'a@localhost',
    'victim@evil.example ',
    ' victim@evil.example',
    'a%0aBcc:victim@evil.example',
    'ſomeone@new.example',
  ];
  for (const email of hostile) {
    for (const name of ['createRegistration', 'requestPasswordReset', 'signIn'] as const) {
      const answer = await attempt(test, name, { body: { ...GOOD_BODIES[name], email } });
      expect(answer.statusCode, `${name} ${JSON.stringify(email)}`).toBe(422);
    }
  }
  const before = taken.length;
  await test.runJobs();
  expect(taken).toHaveLength(before);
});

it('forgets the text of a secret mail once it is out', async () => {
  const rows = await test.platform.db
    .selectFrom('app.mails')
    .select(['state', 'sealed_text', 'sealed_html'])
    .where('secret', '=', true)
    .execute();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toEqual({ state: 'sent', sealed_text: null, sealed_html: null });
});
