import { randomUUID } from 'node:crypto';
import type { labQueueRoutes } from '@companyaccount/contract/lab-queue';
import type { QueryOf } from '@companyaccount/contract/route';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256Of } from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { outsideRequest } from '../security/attack.ts';
import { submit } from './lab-calls.ts';
import { judge, judgedRequest, refusal } from './verdict-calls.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const queue = async (query: QueryOf<typeof labQueueRoutes.listLabQueue> = {}) =>
  (await (await test.as('analyst@vendor.example')).listLabQueue({ query })).data;

it('shows what is to be done by the earliest promise, with what is known of the files', async () => {
  const file = Buffer.from(`harmless ${randomUUID()}`);
  const one = await submit(test, 'anna@acme.example', { 'a.bin': file }, { severity: 4 });
  const two = await submit(test, 'clara@globex.example', { 'b.bin': file }, { severity: 1 });
  await test.runJobs();
  const rows = await queue({ 'page[size]': 100 });
  const promises = rows.map(({ promiseAt }) => promiseAt ?? '9999');
  expect(promises).toEqual(promises.toSorted());
  expect(rows.every(({ status, desk }) => desk === 'lab' && (status === 'new' || status === 'open'))).toBe(true);
  expect(rows.find(({ id }) => id === one)?.lab).toMatchObject({ objects: 1, companies: 2, verdict: null });
  expect(rows.find(({ id }) => id === one)?.lab.outcomes).toHaveLength(1);

  await judge(test, sha256Of(file), { verdict: 'malware' });
  expect((await queue()).map(({ id }) => id)).not.toContain(two);
  const known = await queue({ status: ['resolved'] });
  expect(known.find(({ id }) => id === two)?.lab.verdict).toBe('malware');
});

it('is narrowed by stage, source, owner and kind, page after page', async () => {
  const id = await judgedRequest(test, 'anna@acme.example');
  await (await test.as('anna@acme.example')).disputeRequest({ params: { id }, body: { text: 'It is ours.' } });
  const { id: outside } = await outsideRequest(test, 'queue@new.example');
  await test.platform.db
    .updateTable('app.requests')
    .set({ desk: 'lab', lab_stage: 'received', kind: 'false_positive' })
    .where('id', '=', outside)
    .execute();
  const idsOf = async (query: Parameters<typeof queue>[0]) => (await queue(query)).map((row) => row.id);
  expect(await idsOf({ stage: 'disputed' })).toEqual([id]);
  expect(await idsOf({ source: 'public' })).toEqual([outside]);
  expect(await idsOf({ source: 'portal', stage: 'received' })).not.toContain(outside);
  expect(await idsOf({ kind: 'false_positive', owner: 'nobody' })).toContain(outside);
  const analyst = await test.as('analyst@vendor.example');
  const first = await analyst.listLabQueue({ query: { 'page[size]': 1 } });
  const after = new URL(first.links.next ?? '', 'http://localhost').searchParams.get('page[after]') ?? '';
  const second = await analyst.listLabQueue({ query: { 'page[size]': 1, 'page[after]': after } });
  expect(second.data[0]?.id).not.toBe(first.data[0]?.id);
});

it('is the lab’s alone', async () => {
  for (const email of ['anna@acme.example', 'engineer@vendor.example', 'admin@vendor.example'] as const) {
    expect(await refusal((await test.as(email)).listLabQueue({ query: {} }))).toMatchObject({ code: 'forbidden' });
  }
});
