// Definitions tampered with: one person who approves alone, and content that would become another line or another rule in
// the files that scanners load.
// Seen as: no advisory; days on which one wrong update of a vendor reached all its customers.
import type { Signature } from '@companyaccount/contract/definitions';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approvedDetection, draftDetection, newName } from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('takes no name or allowed value that would begin another line of a definition file', async () => {
  const cookie = await test.signIn('analyst@vendor.example');
  for (const ending of ['\n', '\r\n', '\u2028', ':', ';', '\t', ' ', '#', '"', '*']) {
    const name = `Trojan.Any.Line${ending}Evil.a`;
    const made = await attempt(test, 'createDetection', { body: { name }, cookie });
    expect(made.statusCode, JSON.stringify(name)).toBe(422);
    for (const kind of ['file', 'signature']) {
      const body = { kind, value: `Trojan.Any.Line.a${ending}Other.Vendor.Name`, reason: 'A tool.' };
      const allowed = await attempt(test, 'createAllowEntry', { body, cookie });
      expect(allowed.statusCode, JSON.stringify(body)).toBe(422);
    }
  }
});

it('approves no signature that would end its own line or rule', async () => {
  const cookie = await test.signIn('analyst2@vendor.example');
  const hex = '4d5a900003000000';
  const bad: Signature[] = [
    { format: 'hash', sha256: `${'ab'.repeat(31)}\nx`, size: null },
    { format: 'pattern', target: 'any', offset: '*:00', pattern: hex },
    { format: 'pattern', target: 'any', offset: '*', pattern: `${hex}\nOther:0:*:${hex}` },
    { format: 'logical', target: 'any', expression: '0;41', patterns: [hex] },
    { format: 'logical', target: 'any', expression: '0', patterns: [`${hex};${hex}`] },
    { format: 'yara', body: 'condition: true }\nrule other { condition: true' },
    { format: 'yara', body: 'condition: true }\nimport "pe"\nrule other { condition: true' },
    { format: 'yara', body: 'include "/etc/passwd"\ncondition: true' },
  ];
  for (const signature of bad) {
    const { id, version, problems } = await draftDetection(test, { signatures: [signature] });
    expect(problems.map(({ pointer }) => pointer)).toContain('/signatures/0');
    const headers = { 'if-match': `"${version}"` };
    const answer = await attempt(test, 'approveDetection', { params: { id }, headers, cookie });
    expect(answer.statusCode, JSON.stringify(signature)).toBe(422);
  }
});

it('lets nobody slip a change under an approval', async () => {
  const { id, version } = await approvedDetection(test, { name: newName() });
  const cookie = await test.signIn('analyst@vendor.example');
  const headers = { 'if-match': `"${version}"` };
  const body = { signatures: [] };
  const changed = await attempt(test, 'patchDetection', { params: { id }, headers, body, cookie });
  expect(changed.json()).toMatchObject({ state: 'draft', approver: null });
  const again = { params: { id }, headers: { 'if-match': `"${version + 1}"` }, cookie };
  expect((await attempt(test, 'approveDetection', again)).json()).toMatchObject({ code: 'own_work' });
});
