import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256Of } from '../definitions/definition-calls.ts';
import { type DemoEmail, startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember } from '../security/attack.ts';
import { submitPublic } from '../submissions/submission-calls.ts';
import { submit } from './lab-calls.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const sentAs = async (email: DemoEmail, sha256: string) =>
  (await (await test.as(email)).listSentFiles({ query: { sha256 } })).data.map(({ requestId }) => requestId);

it('tells a company what it has sent itself, and nobody else anything', async () => {
  const file = randomBytes(100);
  const sha256 = sha256Of(file);
  await submitPublic(test, { 'a.bin': file });
  const globex = await submit(test, 'clara@globex.example', { 'b.bin': file });
  await test.runJobs();
  expect(await sentAs('anna@acme.example', sha256)).toEqual([]);
  const acme = await submit(test, 'anna@acme.example', { 'c.bin': file });
  const again = await submit(test, 'anna@acme.example', { 'd.bin': file });
  await test.runJobs();
  expect(await sentAs('anna@acme.example', sha256)).toEqual([again, acme]);
  expect(await sentAs('clara@globex.example', sha256.toUpperCase())).toEqual([globex]);
  expect(await sentAs('anna@acme.example', 'ab'.repeat(32))).toEqual([]);

  // Where a company shares nothing, neither does this.
  const anna = await test.as('anna@acme.example');
  const { company } = await anna.getMe();
  const params = { id: company?.id ?? '' };
  const { version } = await anna.getCompany({ params });
  await anna.patchCompany({ params, version, body: { sharing: 'own' } });
  const other = await addMember(test, { email: 'apart@acme.example' });
  expect((await test.client(other.cookie).listSentFiles({ query: { sha256 } })).data).toEqual([]);
});
