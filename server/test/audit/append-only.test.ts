// Seen as: CVE-2020-29160 (Zammad).
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealEntries } from '#features/audit/index.ts';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { fileRequest } from '../security/attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('is append-only for the owner of the tables, in every way of changing rows', async () => {
  const { db } = test.platform;
  await sealEntries(test.platform);
  const tables = ['app.audit_entries', 'app.audit_seals', 'app.audit_heads', 'app.timeline_entries'];
  for (const table of tables) {
    const name = sql.raw(table);
    const count = async () => (await sql<{ n: number }>`select count(*)::int as n from ${name}`.execute(db)).rows[0]?.n;
    const column = sql.raw(table.endsWith('entries') ? 'company_id' : 'hash');
    const before = await count();
    expect(before).toBeGreaterThan(0);
    const statements = [
      sql`update ${name} set ${column} = ${column}`,
      sql`update ${name} set ${column} = null where false`,
      sql`delete from ${name}`,
      sql`delete from ${name} where false`,
      sql`truncate ${name}`,
      sql`truncate ${name} cascade`,
      sql`with gone as (delete from ${name} returning ${column}) select count(*) from gone`,
      sql`merge into ${name} t using (select 1) s on true when matched then delete`,
    ];
    for (const statement of statements) await expect(statement.execute(db), table).rejects.toThrow(/append-only/u);
    expect(await count()).toBe(before);
  }
});

it('lets go of who it was and from where, but never says otherwise', async () => {
  for (const statement of [
    sql`update app.audit_subjects set details = details`,
    sql`update app.audit_subjects set staff = false where false`,
    sql`truncate app.audit_subjects`,
  ]) {
    await expect(statement.execute(test.platform.db)).rejects.toThrow(/append-only/u);
  }
});

it('shows a customer entries of its own company, and none of the vendor’s addresses', async () => {
  const anna = await (await test.as('anna@acme.example')).getMe();
  const params = { id: await fileRequest(test) };
  await (await test.as('engineer@vendor.example')).setRequestStatus({ params, body: { status: 'open' } });
  const scope = { side: 'customer', companyId: anna.company?.id ?? '', personId: anna.id } as const;
  const seen = await transact(test.platform.db, scope, async (tx) => ({
    entries: await tx.selectFrom('app.audit_entries').select(['id', 'company_id', 'action']).execute(),
    subjects: await tx.selectFrom('app.audit_subjects').selectAll().execute(),
  }));
  const byStaff = seen.entries.find(({ action }) => action === 'request.status_changed');
  expect(byStaff).toBeDefined();
  expect(new Set(seen.entries.map(({ company_id }) => company_id))).toEqual(new Set([scope.companyId]));
  expect(seen.subjects.length).toBeGreaterThan(0);
  expect(new Set(seen.subjects.map(({ company_id }) => company_id))).toEqual(new Set([scope.companyId]));
  expect(seen.subjects.map(({ entry_id }) => entry_id)).not.toContain(byStaff?.id);
});
