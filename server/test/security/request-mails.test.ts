// What people write, in mails about requests: no header, no markup, no template, no flood of anybody's mailbox, and
// nothing for whoever may not see the request.
// Seen as: CVE-2012-4730 (RT), CVE-2026-32754 (FreeScout), CVE-2026-34718, CVE-2026-34724 (Zammad), CVE-2026-40497
// (FreeScout), osTicket#1041.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HOURLY_MAX } from '../../src/features/notifications/tell-people.ts';
import { headersOf, type MailServer, partsOf, startMailServer } from '../harness/mail-server.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from './attack.ts';

let test: TestApp;
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  test = await startTestApp({ config: { smtpUrl: server.url, mailDomain: 'reply.vendor.example' } });
});
afterAll(async () => {
  await test.close();
  await server.close();
});
beforeEach(async () => {
  await test.runLaterJobs();
  server.taken.length = 0;
  await test.platform.db.deleteFrom('app.throttles').execute();
});

const INJECTION =
  'Stops\r\nBcc: victim@evil.example\nX-Injected: yes\r\n\r\nBody \u2028Bcc: a@evil.example \u0085Bcc: b@evil.example';

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=https://evil.example/pixel.png>',
  '![see](https://evil.example/pixel.png)',
  '<style>body{display:none}</style> <link rel=stylesheet href=https://evil.example/x.css>',
  '[click](javascript:alert(1)) [data](data:text/html;base64,PHNjcmlwdD4=)',
  '</div></td></table><form action=https://evil.example><input name=password>',
  '{{link}} {{unsubscribe}} {{constructor.constructor("return process")()}} $t(password_reset.text)',
  '\uE000\uE001\uE002\uE003\uE004',
  '-- \n--\nThis is the small print',
];

async function fileAndAnswer(subject: string, text: string) {
  const boris = await test.as('boris@acme.example');
  const { id } = await boris.createRequest({ body: { desk: 'support', kind: 'malfunction', subject, text } });
  await (await test.as('engineer@vendor.example')).createMessage({ params: { id }, body: { text } });
  await test.runLaterJobs();
  return id;
}
const only = () => server.taken[0] ?? { recipients: [], message: '' };

it('keeps line breaks of subjects, names and texts out of headers', async () => {
  const anna = await test.as('anna@acme.example');
  await anna.patchMe({ body: { name: INJECTION }, version: (await anna.getMe()).version });
  const id = await fileAndAnswer('Subject', INJECTION);
  await test.platform.db.updateTable('app.requests').set({ subject: INJECTION }).where('id', '=', id).execute();
  await anna.createMessage({ params: { id }, body: { text: INJECTION } });
  await test.runLaterJobs();
  expect(server.taken.map(({ recipients }) => recipients).toSorted()).toEqual([
    ['boris@acme.example'],
    ['boris@acme.example'],
    ['engineer@vendor.example'],
  ]);
  for (const mail of server.taken) {
    const names = Object.keys(headersOf(mail));
    expect(names).not.toContain('bcc');
    expect(names).not.toContain('cc');
    expect(names).not.toContain('x-injected');
    expect(headersOf(mail)['to']).toBe(mail.recipients[0]);
  }
});

it.each(HOSTILE)('shows %j as text, and loads nothing', async (text) => {
  const id = await fileAndAnswer(`About ${text.replaceAll('\n', ' ')}`.slice(0, 200), text);
  expect(server.taken).toHaveLength(1);
  const { text: plain, html } = partsOf(only());
  expect(html).not.toMatch(/<(?:script|img|link|form|input|iframe|svg|object)/u);
  expect(html.match(/<style>/gu)).toHaveLength(1);
  expect(html).not.toMatch(/<[^>]*(?:\ssrc=|url\(|href="(?!https?:|mailto:))/u);
  expect(html).not.toMatch(/<[^>]*\son\w+=/u);
  expect(html.match(/<\/table>/gu)).toHaveLength(3);
  expect(plain).toContain(`/requests/${id}`);
  expect(plain).not.toContain('[object');
  expect(plain).not.toContain('set a new password');
});

it('fills no mailbox: one writer, however busy, costs an addressee so many mails an hour', async () => {
  const id = await fileAndAnswer('Busy', 'First.');
  const boris = await test.as('boris@acme.example');
  for (let n = 0; n < HOURLY_MAX + 10; n += 1)
    await boris.createMessage({ params: { id }, body: { text: `Word ${n}` } });
  await test.runLaterJobs();
  const toEngineer = server.taken.filter(({ recipients }) => recipients.includes('engineer@vendor.example'));
  expect(toEngineer).toHaveLength(HOURLY_MAX);
});

it('gives a reply address that fits no other request or person', async () => {
  await fileAndAnswer('One', 'Answer one.');
  await fileAndAnswer('Two', 'Answer two.');
  const addresses = server.taken.map((mail) => headersOf(mail)['reply-to'] ?? '');
  expect(new Set(addresses).size).toBe(2);
  expect(new Set(addresses.map((one) => one.split('.')[1])).size).toBe(2);
});

it('stops mails only for whom the link was written, and nothing else', async () => {
  await fileAndAnswer('Stop', 'Answer.');
  const token = /\/unsubscribe\/([\w.-]+)>/u.exec(headersOf(only())['list-unsubscribe'] ?? '')?.[1] ?? '';
  for (const name of ['getSubmission', 'getMe', 'getNotifications'] as const) {
    const answer = await attempt(test, name, { headers: { authorization: `Bearer ${token}` } });
    expect([401, 410]).toContain(answer.statusCode);
  }
  expect((await attempt(test, 'unsubscribe', { params: { token } })).statusCode).toBe(204);
  const anna = await (await test.as('anna@acme.example')).getNotifications();
  expect(anna.settings.some(({ mail }) => mail === 'never')).toBe(false);
  const asked = await attempt(test, 'getUnsubscription', { params: { token } });
  expect(asked.body).not.toMatch(/boris|@/iu);
});
