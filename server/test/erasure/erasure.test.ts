// Erasing a person: every column of the database that can hold words is looked through afterwards.
import type { Client } from '@companyaccount/contract/client';
import { ApiError } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { publishNew } from '../help/new-article.ts';
import { addMember, attempt, companyId, fileRequest } from '../security/attack.ts';
import { COLUMNS } from './columns.ts';

let test: TestApp;
let admin: Client;
beforeAll(async () => {
  test = await startTestApp();
  admin = await test.as('admin@vendor.example');
});
afterAll(() => test.close());

const NAME = 'Quetzalina';
const EMAIL = 'quetzalina@acme.example';
const AGENT = 'Quetzalbrowser/1';

/** Every column that can hold words, as `schema.table.column`. */
async function wordColumns(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.table_schema || '.' || c.table_name || '.' || c.column_name as name
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema in ('app', 'auth') and t.table_type = 'BASE TABLE' and c.udt_name not in
      ('uuid', '_uuid', 'int2', 'int4', '_int4', 'int8', 'bool', 'timestamptz', 'date', 'float4', 'float8', 'numeric')
    order by 1`.execute(test.platform.db);
  return rows.map(({ name }) => name);
}

const listed = (kind: keyof typeof COLUMNS): string[] =>
  Object.entries(COLUMNS[kind]).flatMap(([table, columns]) => columns.split(' ').map((column) => `${table}.${column}`));

/** Where the marker stands now. */
async function findMarker(): Promise<string[]> {
  const found: string[] = [];
  for (const name of await wordColumns()) {
    const [schema = '', table = '', column = ''] = name.split('.');
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(`${schema}.${table}`)} where ${sql.ref(column)}::text ilike '%quetzal%'`.execute(
      test.platform.db,
    );
    if ((rows[0]?.n ?? 0) > 0) found.push(name);
  }
  const jobs = await sql<{ n: number }>`
    select count(*)::int as n from graphile_worker._private_jobs where payload::text ilike '%quetzal%'`.execute(
    test.platform.db,
  );
  if ((jobs.rows[0]?.n ?? 0) > 0) found.push('jobs');
  return found;
}

it('knows what becomes of every column that can hold words', async () => {
  const all = (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).flatMap(listed);
  expect(new Set(all).size, 'none twice').toBe(all.length);
  // `information_schema` lists tsvector and the like too; numbers alone name nobody.
  expect(all.filter((name) => name !== 'app.samples.tlsh_pieces').toSorted()).toEqual((await wordColumns()).toSorted());
});

describe('a member who took part in everything', () => {
  let id: string;
  let requestId: string;
  let cookie: string;
  const erase = (email = EMAIL) => admin.erasePerson({ params: { id }, body: { email } });

  beforeAll(async () => {
    ({ id, cookie } = await addMember(test, { email: EMAIL, role: 'administrator' }));
    await test.platform.db.updateTable('auth.people').set({ name: NAME }).where('id', '=', id).execute();
    const own = test.client(cookie);
    const acme = await companyId(test, 'Acme Logistics');
    requestId = await fileRequest(test, cookie);
    const headers = { 'user-agent': AGENT };
    await attempt(test, 'createMessage', {
      params: { id: requestId },
      body: { text: `Regards, ${NAME}` },
      cookie,
      headers,
    });
    await attempt(test, 'signIn', { body: { email: EMAIL, password: 'demo demo demo' }, headers });
    await attempt(test, 'requestPasswordReset', { body: { email: EMAIL }, headers });
    await attempt(test, 'createAccountHelp', {
      body: { name: NAME, email: EMAIL, text: 'I cannot get in.', language: 'en' },
    });
    await own.putDraft({ params: { key: 'request:new' }, body: { content: { text: NAME } }, version: 0 });
    await own.createToken({
      params: { id: acme },
      body: { name: `${NAME}'s laptop`, scopes: ['requests:read'], expiresInDays: 1 },
    });
    await own.createView({ body: { list: 'history', name: NAME, filters: {} } });
    await own.createExport({ query: { format: 'csv', q: NAME } });
    await uploadCalls(test, cookie).whole(Buffer.from('x'), `${NAME}.txt`);
    const lead = await test.as('lead@vendor.example');
    const { slug } = await publishNew(lead, { title: 'To be rated' });
    await own.rateArticle({ params: { slug }, body: { language: 'en', helpful: true } });
    const engineer = await test.as('engineer@vendor.example');
    await engineer.createMessage({ params: { id: requestId }, body: { text: 'We look into it.' } });
    await test.runJobs();
    await test.platform.db
      .insertInto('app.bouncing_addresses')
      .values({ address: EMAIL, since: new Date(), reason: 'no such user' })
      .execute();
  });

  it('is found in all the places that are to be looked through', async () => {
    const before = await findMarker();
    expect(before).toEqual(
      expect.arrayContaining([
        'app.api_tokens.name',
        'app.audit_subjects.details',
        'app.bouncing_addresses.address',
        'app.mails.recipient',
        'app.saved_views.name',
        'app.uploads.name',
        'auth.people.email',
        'auth.people.name',
        'auth.sessions.user_agent',
      ]),
    );
    expect((await admin.findPeople({ query: { email: EMAIL.toUpperCase() } })).data).toMatchObject([
      { id, name: NAME, side: 'customer', open: false, companies: [{ name: 'Acme Logistics' }] },
    ]);
    expect((await admin.findPeople({ query: { email: 'no@nowhere.example' } })).data).toEqual([]);
  });

  it('is not erased where the address is another, nor twice', async () => {
    await expect(erase('anna@acme.example')).rejects.toMatchObject({ code: 'validation_failed' });
    expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(200);
    const begun = await erase();
    expect(begun).toMatchObject({ personId: id, done: 0, total: 4, finishedAt: null });
    await expect(erase()).rejects.toMatchObject({ code: 'transition_not_allowed' });
  });

  it('is signed out at once, before any job has run', async () => {
    expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
    const again = await attempt(test, 'signIn', { body: { email: EMAIL, password: 'demo demo demo' } });
    expect(again.statusCode).toBe(401);
  });

  it('stands nowhere afterwards but in what was written', async () => {
    await test.runJobs();
    const { data } = await admin.listErasures();
    expect(data[0]).toMatchObject({ personId: id, done: 4, finishedAt: expect.any(String) });
    // Files whose time is over go with the jobs of the hour.
    const allowed = [...listed('content'), ...listed('expires'), 'app.exports.query', 'app.uploads.name'];
    expect((await findMarker()).filter((name) => !allowed.includes(name))).toEqual([]);
    const rows = await sql<{ n: number }>`
      select (select count(*) from app.uploads where person_id = ${id} and expires_at > ${test.platform.clock()})::int
        + (select count(*) from app.exports where person_id = ${id} and state <> 'deleted')::int as n`.execute(
      test.platform.db,
    );
    expect(rows.rows[0]?.n).toBe(0);
  });

  it('leaves the company its record, and the audit log whole', async () => {
    const anna = await test.as('anna@acme.example');
    const { data } = await anna.listMessages({ params: { id: requestId } });
    expect(data.find(({ text }) => text === `Regards, ${NAME}`)?.author).toMatchObject({ id, name: '[erased]' });
    const entries = await admin.listAudit({ query: { person: id } });
    expect(entries.data.length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toMatch(/quetzal/iu);
    const about = await admin.listAudit({ query: { object: id } });
    expect(about.data.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['person.erasure_started', 'person.erased']),
    );
    expect(JSON.stringify(about)).not.toMatch(/quetzal/iu);
  });

  it('gives the address free for somebody new', async () => {
    expect((await admin.findPeople({ query: { email: EMAIL } })).data).toEqual([]);
    await addMember(test, { email: EMAIL });
  });
});

it('refuses staff whose account is open, and whoever does not exist', async () => {
  const { data } = await admin.findPeople({ query: { email: 'engineer@vendor.example' } });
  const engineer = data[0];
  expect(engineer).toMatchObject({ side: 'vendor', open: true });
  const body = { email: 'engineer@vendor.example' };
  await expect(admin.erasePerson({ params: { id: engineer?.id ?? '' }, body })).rejects.toBeInstanceOf(ApiError);
  const nobody = '0198f5b0-0000-7000-8000-000000000000';
  await expect(admin.erasePerson({ params: { id: nobody }, body })).rejects.toMatchObject({ code: 'not_found' });
});

it('asks for an administrator where the last one was erased', async () => {
  const clara = (await admin.findPeople({ query: { email: 'clara@globex.example' } })).data[0];
  await admin.erasePerson({ params: { id: clara?.id ?? '' }, body: { email: 'clara@globex.example' } });
  await test.runJobs();
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from app.account_cases where reason = 'no_administrator'`.execute(test.platform.db);
  expect(rows[0]?.n).toBeGreaterThan(0);
});
