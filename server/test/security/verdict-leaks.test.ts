// One verdict answers many companies: what each of them reads names nothing of another, whatever files are called, and
// nothing of the lab that was not meant for customers.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { approvedDetection, releaseNow, sha256Of } from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { objectsOf, submit } from '../lab/lab-calls.ts';
import { judge, lastMessage } from '../lab/verdict-calls.ts';
import { companyId } from './attack.ts';

const ANNA = 'anna@acme.example';
const CLARA = 'clara@globex.example';
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** Everything that a member can read of a request. */
async function allOf(email: typeof ANNA | typeof CLARA, id: string): Promise<string> {
  const client = await test.as(email);
  const params = { id };
  return JSON.stringify([
    await client.getRequest({ params }),
    await client.listMessages({ params }),
    await client.listTimeline({ params }),
    await client.listObjects({ params }),
  ]);
}

it('tells no company of another, from the verdict to the release', async () => {
  const file = Buffer.from(`harmless ${randomUUID()}`);
  const acme = await submit(test, ANNA, { 'acme secret plans.exe': file }, { subject: 'Acme merger papers' });
  const globex = await submit(test, CLARA, { 'globex payroll.exe': file }, { subject: 'Globex payroll run' });
  await test.runJobs();
  const detection = await approvedDetection(test, { samples: [sha256Of(file)] });
  const analyst = await test.as('analyst@vendor.example');
  const params = { sha256: sha256Of(file) };
  await analyst.createSampleComment({ params, body: { text: 'Seen at Acme and at Globex.' } });
  await judge(test, params.sha256, { verdict: 'malware', detectionId: detection.id });
  await releaseNow(test);
  await test.runJobs();
  const later = await submit(test, CLARA, { 'globex again.exe': file });
  await test.runJobs();

  const readByAcme = await allOf(ANNA, acme);
  const readByGlobex = `${await allOf(CLARA, globex)}${await allOf(CLARA, later)}`;
  expect(readByAcme).toContain('acme secret plans.exe');
  expect(readByAcme).not.toMatch(/globex|payroll/iu);
  expect(readByGlobex).toContain('globex payroll.exe');
  expect(readByGlobex).not.toMatch(/acme|secret plans|merger/iu);
  const sample = await analyst.getSample({ params });
  for (const read of [readByAcme, readByGlobex]) {
    expect(read).not.toContain(sample.id);
    expect(read).not.toContain('Seen at');
    expect(read).not.toMatch(/"hasSample":true|verdictId|verdict_id|barred/u);
  }
});

it.each([
  '{{release}} {{detection}} {{files}}.exe',
  'a` ![x](x.png) `b.exe',
  '**bold** [link](javascript:alert(1)).exe',
  '<img src=x onerror=alert(1)>.exe',
])('puts the name %j into a message as a name and nothing else', async (name) => {
  const file = Buffer.from(`harmless ${randomUUID()}`);
  const id = await submit(test, ANNA, { [name]: file });
  await test.runJobs();
  await judge(test, sha256Of(file), { verdict: 'clean', texts: { en: 'Seen {{files}}, and {{files}} again.' } });
  // What no file may be called is gone from it already.
  const kept = (await objectsOf(test, ANNA, id))[0]?.name ?? '';
  const shown = `\`${kept.replaceAll('`', "'")}\``;
  expect((await lastMessage(test, ANNA, id))?.text).toBe(`Seen ${shown}, and ${shown} again.`);
});

describe.each(['app.verdicts', 'app.sample_comments'] as const)('%s', (table) => {
  it('is closed to the transactions of customers', async () => {
    const company = await companyId(test, 'Acme Logistics');
    const anna = (await (await test.as(ANNA)).getMe()).id;
    const read = transact(test.platform.db, { side: 'customer', companyId: company, personId: anna }, (tx) =>
      tx.selectFrom(table).select('id').execute(),
    );
    await expect(read).rejects.toThrow(/permission denied/u);
  });
});
