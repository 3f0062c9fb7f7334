// Template language in what people type: names are put into mails as they are, nothing in them is carried out.
// Seen as: CVE-2026-34724 (Zammad).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, mailsTo } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const NAMES = [
  '{{vendor}}',
  '{{link}}',
  '{{constructor.constructor("return process")()}}',
  '${7*7}',
  '{{7*7}}',
  '<%= 7*7 %>',
  '#{7*7}',
  '$t(password_reset.subject)',
  '$t(registration_known_address.text)',
  '{{- vendor}}',
  '{{name}}',
  '%s %d',
  '$t(nothing, {"x": 1})',
];

it('carries out nothing that stands in a name', async () => {
  const anna = await test.as('anna@acme.example');
  for (const [n, name] of NAMES.entries()) {
    const { version } = await anna.getMe();
    await anna.patchMe({ body: { name }, version });
    // Each in an hour of its own, so that the cap on mails is out of the way.
    await test.platform.db.deleteFrom('app.throttles').execute();
    await attempt(test, 'requestPasswordReset', { body: { email: 'anna@acme.example' } });
    const mails = await mailsTo(test, 'anna@acme.example');
    expect(mails).toHaveLength(n + 1);
    expect(mails[n]?.text.startsWith(`Hello ${name},\n`), `${name} → ${mails[n]?.text.slice(0, 80)}`).toBe(true);
    expect(mails[n]?.text.match(/#\S+/gu)?.some((link) => link.length > 20)).toBe(true);
  }
});
