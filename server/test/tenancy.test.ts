import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from './harness/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const scopeOfDemo = async (email: `${string}@acme.example`) => {
  const me = await (await test.as(email)).getMe();
  return { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
};

describe('the wall between companies', () => {
  it('shows no other company’s row to a query without any condition', async () => {
    const scope = await scopeOfDemo('anna@acme.example');
    const seen = await transact(test.platform.db, scope, async (tx) => ({
      requests: await tx.selectFrom('app.requests').select('company_id').execute(),
      messages: await tx.selectFrom('app.messages').select(['company_id', 'visibility']).execute(),
      companies: await tx.selectFrom('app.companies').select('id').execute(),
      licenses: await tx.selectFrom('app.licenses').select('company_id').execute(),
      members: await tx.selectFrom('app.members').select('company_id').execute(),
      timeline: await tx.selectFrom('app.timeline_entries').select(['company_id', 'visibility']).execute(),
    }));
    const all = await test.platform.db.selectFrom('app.requests').select('company_id').execute();
    expect(new Set(all.map((row) => row.company_id)).size).toBe(2);
    expect(seen.companies).toEqual([{ id: scope.companyId }]);
    for (const rows of [seen.requests, seen.messages, seen.licenses, seen.members, seen.timeline]) {
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row.company_id))).toEqual(new Set([scope.companyId]));
    }
    expect(new Set(seen.messages.map((row) => row.visibility))).toEqual(new Set(['public']));
    expect(new Set(seen.timeline.map((row) => row.visibility))).toEqual(new Set(['public']));
  });

  it('refuses to write into another company, and changes none of its rows', async () => {
    const scope = await scopeOfDemo('anna@acme.example');
    const foreign = await test.platform.db
      .selectFrom('app.requests')
      .select(['id', 'company_id'])
      .where('company_id', '!=', scope.companyId)
      .executeTakeFirstOrThrow();
    const updated = await transact(test.platform.db, scope, (tx) =>
      tx.updateTable('app.requests').set({ subject: 'taken over' }).where('id', '=', foreign.id).executeTakeFirst(),
    );
    expect(updated.numUpdatedRows).toBe(0n);
    await expect(
      transact(test.platform.db, scope, (tx) =>
        tx
          .insertInto('app.timeline_entries')
          .values({
            id: foreign.id,
            company_id: foreign.company_id,
            request_id: foreign.id,
            type: 'created',
            created_at: new Date(),
          })
          .execute(),
      ),
    ).rejects.toThrow(/row-level security/u);
  });

  it('lets no customer tell, audit or start what is not theirs', async () => {
    const scope = await scopeOfDemo('anna@acme.example');
    const run = (statement: ReturnType<typeof sql>) => transact(test.platform.db, scope, (tx) => statement.execute(tx));
    await expect(
      run(sql`select app.emit('request_changed', gen_random_uuid(), null, null, null, null, false)`),
    ).rejects.toThrow(/may not tell/u);
    await expect(run(sql`select app.enqueue('mail.send', '{}'::json)`)).rejects.toThrow(/may not start/u);
    await run(sql`select app.audit('forged', 'company', 'x', '{}'::jsonb, gen_random_uuid())`);
    const entry = await test.platform.db
      .selectFrom('app.audit_entries')
      .select(['company_id', 'person_id'])
      .where('action', '=', 'forged')
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ company_id: scope.companyId, person_id: scope.personId });
  });

  it('leaves no trace of a customer on a pooled connection', async () => {
    const scope = await scopeOfDemo('anna@acme.example');
    await Promise.all(
      Array.from({ length: 16 }, () => transact(test.platform.db, scope, (tx) => sql`select 1`.execute(tx))),
    );
    const { rows } = await sql<{ person: string; company: string }>`
      select current_user as person, coalesce(current_setting('app.company', true), '') as company`.execute(
      test.platform.db,
    );
    expect(rows).toEqual([{ person: 'companyaccount', company: '' }]);
  });

  it('covers every table: a company’s rows behind a policy, a catalogue, or nothing for customers', async () => {
    const { rows } = await sql<{
      name: string;
      policies: number;
      forced: boolean;
      catalogue: boolean;
      granted: string[];
      has_company: boolean;
    }>`
      select n.nspname || '.' || c.relname as name,
        (select count(*) from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname) as policies,
        c.relforcerowsecurity as forced,
        coalesce(obj_description(c.oid) = 'catalogue', false) as catalogue,
        array(select privilege_type::text from information_schema.role_table_grants g
          where g.table_schema = n.nspname and g.table_name = c.relname and g.grantee in (app.customer_role(), 'PUBLIC')) as granted,
        exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('company_id') and not a.attisdropped) as has_company
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in ('app', 'auth', 'graphile_worker', 'public')
      order by 1`.execute(test.platform.db);
    expect(rows.length).toBeGreaterThan(25);
    for (const table of rows) {
      if (table.granted.length === 0) continue;
      if (table.catalogue) expect(table, table.name).toMatchObject({ granted: ['SELECT'], has_company: false });
      else expect(table, table.name).toMatchObject({ policies: 2, forced: true });
    }
    const open = rows.filter(({ granted, catalogue }) => granted.length > 0 && !catalogue).map(({ name }) => name);
    expect(open).toContain('app.requests');
    expect(open).not.toContain('app.activation_codes');
    expect(open.some((name) => !name.startsWith('app.'))).toBe(false);
  });
});
