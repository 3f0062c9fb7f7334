// Requests as files: nobody else gets one, nor whoever has lost the right to what it holds; it holds what its person may
// see and nothing more; nothing in it is run by a spreadsheet; and its writer reads nothing that it was not handed.
// Seen as: CVE-2026-41073 (RT, formulas), CVE-2026-22200 (osTicket, files read by an export), CVE-2023-45024 (RT, leaks by search).
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { transact } from '#platform/db/scope.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { exportNow, fileOf } from '../exports/export-calls.ts';
import { textsIn } from '../harness/zip.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from './attack.ts';

let test: TestApp;
let anna: string;
let own: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.signIn('anna@acme.example');
  ({ id: own } = await exportNow(test, anna, { format: 'csv' }));
});
afterAll(() => test.close());

const share = async (sharing: 'own' | 'company') =>
  test.platform.db.updateTable('app.companies').set({ sharing }).where('name', '=', 'Acme Logistics').execute();

it('is nobody else’s, and says no more than an unknown one', async () => {
  const before = await test.platform.db.selectFrom('app.exports').selectAll().execute();
  const others = ['boris@acme.example', 'clara@globex.example', 'engineer@vendor.example', 'lead@vendor.example'];
  for (const email of others) {
    const cookie = await test.signIn(email);
    for (const name of ['getExport', 'downloadExport', 'deleteExport'] as const) {
      const [known, unknown] = [
        await attempt(test, name, { params: { id: own }, cookie }),
        await attempt(test, name, { params: { id: randomUUID() }, cookie }),
      ];
      expect(known.statusCode, `${name} by ${email}`).toBe(404);
      expect({ ...known.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' });
    }
    expect((await attempt(test, 'listExports', { cookie })).body, email).not.toContain(own);
  }
  expect((await attempt(test, 'downloadExport', { params: { id: own } })).statusCode).toBe(401);
  expect(await test.platform.db.selectFrom('app.exports').selectAll().execute()).toEqual(before);
});

it('does not go along into another company of the same person', async () => {
  const { id: person, cookie } = await addMember(test, { email: 'two@acme.example' });
  const globex = await companyId(test, 'Globex Energy');
  const { id } = await exportNow(test, cookie, { format: 'json' });
  await test.platform.db
    .insertInto('app.members')
    .values({ id: randomUUID(), company_id: globex, person_id: person, role: 'user', state: 'active' })
    .execute();
  await attempt(test, 'chooseCompany', { body: { companyId: globex }, cookie });
  expect((await fileOf(test, cookie, id)).statusCode).toBe(404);
  const there = await exportNow(test, cookie, { format: 'json' });
  expect(there.text).toContain('Globex Energy');
  expect(there.text).not.toContain('Acme Logistics');
});

it('is behind the wall too', async () => {
  const acme = await companyId(test, 'Acme Logistics');
  const boris = (await (await test.as('boris@acme.example')).getMe()).id;
  const scope = { side: 'customer', companyId: acme, personId: boris } as const;
  const seen = await transact(test.platform.db, scope, async (tx) => {
    const { numUpdatedRows } = await tx.updateTable('app.exports').set({ state: 'deleted' }).executeTakeFirst();
    return { rows: await tx.selectFrom('app.exports').select('id').execute(), changed: numUpdatedRows };
  });
  expect(seen).toEqual({ rows: [], changed: 0n });
  const forge = sql`update app.exports set blob_id = ${randomUUID()}::uuid`;
  await expect(transact(test.platform.db, scope, (tx) => forge.execute(tx))).rejects.toThrow('permission denied');
});

it('gives a member who was removed meanwhile nothing', async () => {
  const { id: person, cookie } = await addMember(test, { email: 'going@acme.example' });
  const done = await exportNow(test, cookie, { format: 'csv' });
  const waiting = await test.client(cookie).createExport({ query: { format: 'csv' } });
  const rows = () =>
    test.platform.db
      .selectFrom('app.exports')
      .selectAll()
      .where('person_id', '=', person)
      .orderBy('created_at')
      .execute();
  const blobId = (await rows())[0]?.blob_id ?? '';
  await test.platform.db.updateTable('app.members').set({ state: 'removed' }).where('person_id', '=', person).execute();
  await test.runJobs();
  expect(await rows()).toMatchObject([{ state: 'done' }, { state: 'failed', failure: 'rights_changed' }]);
  for (const id of [done.id, waiting.id]) expect((await fileOf(test, cookie, id)).statusCode).toBe(403);
  await transact(test.platform.db, { side: 'vendor', personId: null }, (tx) => enqueue(tx, 'exports.expire', {}));
  await test.runJobs();
  expect(await rows()).toEqual([]);
  await expect(test.platform.blobs.stat(blobId)).rejects.toThrow(BlobMissing);
  // Whoever comes back later finds nothing of it.
  await test.platform.db.updateTable('app.members').set({ state: 'active' }).where('person_id', '=', person).execute();
  expect((await attempt(test, 'listExports', { cookie })).json()).toMatchObject({ data: [] });
});

it('is closed to whoever sees less today than when it was written', async () => {
  const { cookie } = await addMember(test, { email: 'less@acme.example' });
  const wide = await exportNow(test, cookie, { format: 'json' });
  const begun = await test.client(cookie).createExport({ query: { format: 'json' } });
  await share('own');
  await test.runJobs();
  for (const id of [wide.id, begun.id]) expect((await fileOf(test, cookie, id)).statusCode).toBe(404);
  expect((await attempt(test, 'listExports', { cookie })).json()).toMatchObject({ data: [] });
  const narrow = await exportNow(test, cookie, { format: 'json' });
  expect(JSON.parse(narrow.text)).toEqual([]);
  await share('company');
  expect((await fileOf(test, cookie, wide.id)).statusCode).toBe(200);
});

it('holds nothing of other companies, nor of internal notes, whatever is asked for', async () => {
  const id = await fileRequest(test, undefined, 'Plain subject');
  const engineer = await test.as('engineer@vendor.example');
  await engineer.createMessage({ params: { id }, body: { text: 'zanzibar secret', visibility: 'internal' } });
  await test.runJobs();
  const found = await exportNow(test, anna, { format: 'json', q: 'zanzibar' });
  expect(JSON.parse(found.text)).toEqual([]);
  const staff = await exportNow(test, await test.signIn('engineer@vendor.example'), { format: 'json', q: 'zanzibar' });
  expect(staff.text).toContain('Plain subject');
  expect(staff.text).not.toContain('zanzibar');
  const clara = (await (await test.as('clara@globex.example')).getMe()).id;
  for (const filter of [{}, { author: clara }, { q: 'Globex' }, { owner: 'nobody' }]) {
    const { text } = await exportNow(test, await test.signIn('boris@acme.example'), { format: 'json', ...filter });
    expect(text).not.toContain('Globex');
    expect(text).not.toContain('zanzibar');
  }
});

it('holds whatever people write as text that no spreadsheet runs', async () => {
  const formulas = ['=cmd|calc!A1', '+1+1', '-2+3', '@SUM(A1)', '＝1+1'];
  for (const formula of formulas) await fileRequest(test, undefined, `${formula} xyz`);
  const markup = '<script>alert(1)</script>&<!ENTITY x SYSTEM "file:///etc/passwd">&x;';
  await fileRequest(test, undefined, markup);
  const csv = (await exportNow(test, anna, { format: 'csv' })).text;
  const sheet = textsIn((await exportNow(test, anna, { format: 'xlsx' })).bytes)['xl/worksheets/sheet1.xml'] ?? '';
  for (const formula of formulas) {
    expect(csv).toContain(`"'${formula} xyz"`);
    expect(sheet).toContain(`>'${formula} xyz</t>`);
  }
  expect(csv).not.toMatch(/"[=+\-@\t＝]/u);
  expect(sheet).not.toMatch(/<t[^>]*>[=+\-@\t＝]|<f/u);
  expect(csv).toContain(`"${markup.replaceAll('"', '""')}"`);
  expect(sheet).not.toMatch(/<script|<!ENTITY|root:/u);
  expect(sheet).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&lt;!ENTITY');
});
