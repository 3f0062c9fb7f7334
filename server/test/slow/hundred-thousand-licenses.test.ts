import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { licenseList } from '#features/vendor-licensing/licenses-views.ts';

const COUNT = 100_000;
/** From the first byte of the file to the last license, on two cores. */
const LIMIT_MS = 60_000;

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  await test.runJobs();
});
afterAll(() => test.close());

it('are issued by one file in less than a minute, with codes that are distinct and right', async () => {
  const admin = await test.as('admin@vendor.example');
  const rows = Array.from({ length: COUNT }, (_, n) => `Northlight Server,Standard,5,2099-12-31,PO ${n}`);
  const file = `product,plan,seats,valid_until,reference\n${rows.join('\n')}`;
  const began = performance.now();
  const batch = await admin.importLicenseFile({ file });
  await test.runJobs();
  const took = performance.now() - began;
  console.log(`${COUNT} licenses by CSV: ${Math.round(took)} ms`);
  expect(await admin.getLicenseBatch({ params: { id: batch.id } })).toMatchObject({ state: 'done', prepared: COUNT });
  expect(took).toBeLessThan(LIMIT_MS);

  const cookie = await test.signIn('admin@vendor.example');
  const answer = await test.app.inject({ url: `/api/v1/admin/license-batches/${batch.id}/codes`, headers: { cookie } });
  const codes = answer.body
    .split('\r\n')
    .slice(1, -1)
    .map((line) => normalizeActivationCode(line.split('"')[5] ?? ''));
  expect(codes).toHaveLength(COUNT);
  expect(new Set(codes).size).toBe(COUNT);
  expect(codes.every(isWellFormedActivationCode)).toBe(true);
});

it('do not slow the lists of licenses: each is read by an index', async () => {
  const { db, config, clock } = test.platform;
  await sql`analyze app.licenses`.execute(db);
  const planOf = async (query: object) => {
    const list = await licenseList(db, query, config.serialPrefix, clock());
    const { sql: text, parameters } = list.compile();
    const client = await test.platform.database.pool.connect();
    try {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, costs off) ${text}`, [
        ...parameters,
      ]);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    } finally {
      client.release();
    }
  };
  const product = (await (await test.as('admin@vendor.example')).listCatalogueProducts()).data[0]?.id;
  for (const query of [
    {},
    { sort: 'end' },
    { sort: '-end', state: 'expired' },
    { state: 'suspended' },
    { product },
    { q: 'PO 77' },
    { q: 'NL-1001' },
    { q: 'acme' },
    { state: 'active', endsBefore: '2027-01-01T00:00:00Z', sort: 'end' },
  ]) {
    const plan = await planOf(query);
    expect(plan, `${JSON.stringify(query)}\n${plan}`).not.toMatch(/Seq Scan on licenses/u);
    const ms = Number(/Execution Time: ([\d.]+) ms/u.exec(plan)?.[1]);
    expect(ms, `${JSON.stringify(query)}\n${plan}`).toBeLessThan(100);
  }
});
