import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, companyId, mailsTo } from '../security/attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
let admin: Client;
let acme: string;
let globex: string;
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  admin = await test.as('admin@vendor.example');
  [acme, globex] = [await companyId(test, 'Acme Logistics'), await companyId(test, 'Globex Energy')];
});
afterAll(() => test.close());

const found = async (q: string) => (await admin.listCompanies({ query: { q } })).data.map(({ name }) => name);

describe('the list of companies', () => {
  it('finds by a part of a name, of a domain, and of a member’s address, and takes wildcards for what they are', async () => {
    await admin.vouchForDomain({ params: { id: globex }, body: { domain: 'energie-werke.com' } });
    expect(await found('LOGIST')).toEqual(['Acme Logistics']);
    expect(await found(' boris@ac')).toEqual(['Acme Logistics']);
    expect(await found('gie-werk')).toEqual(['Globex Energy']);
    expect((await found('example')).toSorted()).toEqual(['Acme Logistics', 'Globex Energy']);
    for (const q of ['%', '_', '\\', 'no such company', "' or true --"]) expect(await found(q), q).toEqual([]);
    expect(await found('  ')).toHaveLength(2);
    await addMember(test, { email: 'gone@elsewhere.example', state: 'removed' });
    expect(await found('elsewhere')).toEqual([]);
  });

  it('counts members, who waits, and licenses, and goes on at the cursor', async () => {
    await addMember(test, { email: 'waits@acme.example', state: 'pending' });
    const all = (await admin.listCompanies()).data;
    expect(all.find(({ id }) => id === acme)).toMatchObject({ members: 2, pendingMembers: 1, licenses: 4 });
    const first = await admin.listCompanies({ query: { 'page[size]': 1 } });
    const after = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    const rest = await admin.listCompanies({ query: { 'page[after]': after } });
    expect([...first.data, ...rest.data]).toEqual(all);
  });
});

describe('one company', () => {
  it('shows its counts and its members with their addresses', async () => {
    const record = await admin.getCompanyRecord({ params: { id: acme } });
    expect(record).toMatchObject({ name: 'Acme Logistics', sharing: 'company', members: 2, licenses: 4 });
    expect(record.requests).toBeGreaterThanOrEqual(record.openRequests);
    expect(record.openRequests).toBeGreaterThan(0);
    const { data } = await admin.listMembersOf({ params: { id: acme } });
    expect(data.map(({ email }) => email)).toContain('boris@acme.example');
    const unknown = { params: { id: '019a0000-0000-7000-8000-000000000000' } };
    for (const call of [admin.getCompanyRecord, admin.listMembersOf, admin.listDomainsOf])
      await expect(call(unknown)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is renamed at the version that was read; its members see it at once', async () => {
    const boris = await openStream(address, await test.signIn('boris@acme.example'));
    const { version } = await admin.getCompanyRecord({ params: { id: acme } });
    const rename = (name: string) => admin.renameCompany({ params: { id: acme }, version, body: { name } });
    expect(await rename(' Acme Freight ')).toMatchObject({ name: 'Acme Freight', version: version + 1 });
    await boris.hear(({ data }) => data['type'] === 'company_changed');
    boris.close();
    await expect(rename('Too late')).rejects.toMatchObject({ code: 'version_moved' });
  });

  it('tells the admins what its administrators change', async () => {
    const stream = await openStream(address, await test.signIn('admin@vendor.example'));
    const anna = await test.as('anna@acme.example');
    await anna.addDomain({ params: { id: acme }, body: { domain: 'told.com' } });
    await stream.hear(({ data }) => data['type'] === 'company_changed');
    stream.close();
  });
});

describe('the vendor’s word for a mail domain', () => {
  it('confirms it without a record, once for all companies, until it is withdrawn', async () => {
    const vouch = (id: string, domain: string) => admin.vouchForDomain({ params: { id }, body: { domain } });
    const anna = await test.as('anna@acme.example');
    const claimed = await anna.addDomain({ params: { id: acme }, body: { domain: 'vouched.com' } });
    const domain = await vouch(acme, 'Vouched.com');
    expect(domain).toMatchObject({ id: claimed.id, state: 'confirmed', proof: 'vendor' });
    expect((await mailsTo(test, 'anna@acme.example')).map(({ template }) => template)).toContain('domain_confirmed');
    await expect(vouch(globex, 'vouched.com')).rejects.toMatchObject({ code: 'domain_taken' });
    await expect(vouch(acme, 'gmail.com')).rejects.toMatchObject({ code: 'free_mail_domain' });
    await expect(vouch(acme, 'co.uk')).rejects.toMatchObject({ code: 'domain_is_suffix' });
    // DNS has no say in it.
    expect(await anna.checkDomain({ params: { id: acme, domainId: domain.id } })).toMatchObject({
      state: 'confirmed',
      proof: 'vendor',
    });
    await admin.withdrawDomain({ params: { id: acme, domainId: domain.id } });
    expect((await vouch(globex, 'vouched.com')).state).toBe('confirmed');
    await expect(admin.withdrawDomain({ params: { id: acme, domainId: domain.id } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

// Last, since the others count.
it('the list of companies is read by its indexes, also among twenty thousand', async () => {
  const { db } = test.platform;
  await sql`insert into app.companies (id, name, created_at)
    select gen_random_uuid(), 'Company ' || md5(n::text), now() - n * interval '1 minute'
    from generate_series(1, 20000) n`.execute(db);
  await sql`insert into auth.people (id, name, email)
    select gen_random_uuid(), 'Person', md5(n::text) || '@people.example' from generate_series(1, 20000) n`.execute(db);
  await sql`analyze app.companies, auth.people`.execute(db);
  // At this size reading all may still be cheaper; what counts is that the index can answer.
  const planOf = (statement: ReturnType<typeof sql>) =>
    db.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${statement}`.execute(tx);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  expect(await planOf(sql`select id from app.companies order by created_at desc, id desc limit 51`)).toContain(
    'companies_created',
  );
  expect(await planOf(sql`select id from app.companies where name ilike '%a3f2b%' limit 500`)).toMatch(
    /Bitmap Index Scan on companies_name/u,
  );
  expect(await planOf(sql`select id from auth.people where email ilike '%a3f2b%' limit 500`)).toContain(
    'people_email_part',
  );
  const began = performance.now();
  expect(await found('a3f2b')).toBeDefined();
  await admin.listCompanies();
  expect(performance.now() - began).toBeLessThan(2000);
}, 60_000);
