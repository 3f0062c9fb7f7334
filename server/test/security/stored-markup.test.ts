// Markup in every text a person can write: it stays text, letter by letter, in JSON and in mail, and no answer of the
// API is ever taken for a page.
// Seen as: CVE-2026-56731 (Zammad), CVE-2020-12629 (osTicket), CVE-2026-32754 (FreeScout).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, mailsTo, register, unclaimedCodes } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; alert(1); //",
  '</script><svg onload=alert(1)>',
  '[click](javascript:alert(1))',
  '![x](data:text/html;base64,PHNjcmlwdD4=)',
  '<style>*{display:none}</style>',
  '&lt;b&gt; &amp;amp; &#x3c;',
  '\u202Egpj.exe \u200B\uFEFF',
];

it.each(HOSTILE)('keeps %j as it is in every field of a request', async (text) => {
  const anna = await test.as('anna@acme.example');
  const engineer = await test.as('engineer@vendor.example');
  const subject = `Text ${text} end`;
  const request = await anna.createRequest({
    body: {
      desk: 'support',
      kind: 'malfunction',
      subject,
      text: subject,
      impact: subject,
      productVersion: subject,
      operatingSystem: subject,
    },
  });
  await anna.patchRequest({
    params: { id: request.id },
    body: { subject: `${subject}!`, operatingSystem: `${subject}!` },
    version: 1,
  });
  await engineer.createMessage({ params: { id: request.id }, body: { text: subject } });
  for (const client of [anna, engineer]) {
    const seen = await client.getRequest({ params: { id: request.id } });
    expect(seen).toMatchObject({
      subject: `${subject}!`,
      impact: subject,
      productVersion: subject,
      operatingSystem: `${subject}!`,
    });
    const { data } = await client.listMessages({ params: { id: request.id } });
    expect(data.map((message) => message.text)).toEqual([subject, subject]);
    const { data: entries } = await client.listTimeline({ params: { id: request.id } });
    expect(entries.find(({ field }) => field === 'subject')).toMatchObject({ from: subject, to: `${subject}!` });
    const { data: listed } = await client.listRequests();
    expect(listed.find(({ id }) => id === request.id)?.subject).toBe(`${subject}!`);
  }
});

it('keeps markup in the names of people and companies as it is', async () => {
  const [code = ''] = await unclaimedCodes(test);
  const markup = '<b onclick=alert(1)>N&amp;ra</b>';
  const token = await register(test, code, 'nora@new.example', { name: markup, companyName: markup });
  const confirmed = await attempt(test, 'confirmRegistration', { body: { token } });
  expect(confirmed.json()).toMatchObject({ companyName: markup });
  const nora = test.client(await test.signIn('nora@new.example', 'correct horse battery staple'));
  expect(await nora.getMe()).toMatchObject({ name: markup, company: { name: markup } });
  await attempt(test, 'requestPasswordReset', { body: { email: 'nora@new.example' } });
  const mail = (await mailsTo(test, 'nora@new.example')).at(-1);
  expect(mail?.text).toContain(`Hello ${markup},`);
});

it('answers as JSON that no browser takes for a page, refusals with the caller’s text included', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const field = '<img src=x onerror=alert(1)>';
  const answers = [
    await attempt(test, 'createRequest', { body: { [field]: 1 }, cookie }),
    await attempt(test, 'listRequests', { query: { [field]: field }, cookie }),
    await test.app.inject({ method: 'GET', url: `/api/v1/${encodeURIComponent(field)}` }),
    await test.app.inject({ method: 'GET', url: `/api/${field}` }),
  ];
  for (const answer of answers) {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/u);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  }
});
