import type { AuditEntry } from '@companyaccount/contract/audit';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '@companyaccount/contract/client';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { selectEntries } from '#features/audit/audit-views.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from '../security/attack.ts';

let test: TestApp;
let acme: string;
let anna: Client;
let admin: Client;
let request: string;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
  admin = await test.as('admin@vendor.example');
  request = await fileRequest(test, undefined, 'A printer =burns');
  const engineer = await test.as('engineer@vendor.example');
  await engineer.setRequestStatus({ params: { id: request }, body: { status: 'open' } });
  await engineer.createMessage({ params: { id: request }, body: { text: 'Only for us.', visibility: 'internal' } });
  await engineer.createMessage({ params: { id: request }, body: { text: 'For you.' } });
});
afterAll(() => test.close());

const ofCompany = async (query = {}) => (await anna.listCompanyAudit({ params: { id: acme }, query })).data;
const ofAll = async (query = {}) => (await admin.listAudit({ query })).data;

it('shows a company its deeds, those of the staff without their address, and no trace of internal notes', async () => {
  const [written, opened, created] = await ofCompany();
  expect([written, opened, created].map((entry) => entry?.action)).toEqual([
    'message.written',
    'request.status_changed',
    'request.created',
  ]);
  const subject = expect.stringMatching(/^TS-\d+ · A printer =burns$/u);
  expect(opened).toMatchObject({
    person: { name: expect.any(String), side: 'vendor' },
    company: { id: acme, name: 'Acme Logistics' },
    address: null,
    agent: null,
    object: { type: 'request', id: request, name: subject, requestId: request },
    data: { from: 'new', to: 'open' },
  });
  expect(created).toMatchObject({
    person: { side: 'customer' },
    address: expect.stringMatching(/^127\./u),
    sessionId: expect.any(String),
    tokenId: null,
    object: { name: subject },
  });
  expect(written).toMatchObject({ object: { type: 'message', requestId: request }, data: { visibility: 'public' } });
  expect(JSON.stringify(await ofCompany({ 'page[size]': 100 }))).not.toContain('internal');
  // The admin sees all of it.
  const all = await ofAll({ company: acme, action: 'message.written' });
  expect(all.map(({ data }) => data['visibility'])).toEqual(expect.arrayContaining(['internal', 'public']));
  expect(all[0]?.address).toMatch(/^127\./u);
});

it('is closed to users of the company, other companies, and staff who are no admins', async () => {
  const calls = ['listCompanyAudit', 'exportCompanyAudit'] as const;
  for (const [email, status] of [
    ['boris@acme.example', 403],
    ['clara@globex.example', 404],
    ['engineer@vendor.example', 403],
    ['admin@vendor.example', 403],
  ] as const) {
    for (const name of calls) {
      const answer = await attempt(test, name, { params: { id: acme }, cookie: await test.signIn(email) });
      expect(answer.statusCode, `${email} ${name}`).toBe(status);
      expect(answer.body).not.toContain('TS-');
    }
  }
  for (const email of ['anna@acme.example', 'lead@vendor.example']) {
    for (const name of ['listAudit', 'exportAudit'] as const) {
      expect((await attempt(test, name, { cookie: await test.signIn(email) })).statusCode).toBe(403);
    }
  }
});

it('filters by person, company, action, object and time', async () => {
  const me = await anna.getMe();
  const cases: [object, (entry: AuditEntry) => boolean][] = [
    [{ person: me.id }, (entry) => entry.person?.id === me.id],
    [{ company: acme }, (entry) => entry.company?.id === acme],
    [{ action: 'session.started' }, (entry) => entry.action === 'session.started'],
    [{ object: request }, (entry) => entry.object.id === request],
    [{ person: me.id, action: 'request.created' }, (entry) => entry.object.type === 'request'],
  ];
  for (const [query, fits] of cases) {
    const entries = await ofAll({ ...query, 'page[size]': 100 });
    expect(entries.length, JSON.stringify(query)).toBeGreaterThan(0);
    expect(entries.every(fits), JSON.stringify(query)).toBe(true);
  }
  const entries = await ofAll({ 'page[size]': 3 });
  const [newest, , third] = entries;
  const between = await ofAll({ from: third?.at, to: newest?.at });
  expect(between.map(({ id }) => id)).toEqual(expect.arrayContaining(entries.map(({ id }) => id)));
  expect(await ofAll({ from: '2100-01-01T00:00:00Z' })).toEqual([]);
  expect(await ofCompany({ person: (await admin.getMe()).id, 'page[size]': 100 })).toEqual([]);
});

it('goes on at the cursor, also among entries of one millisecond', async () => {
  const at = new Date('2020-01-01T00:00:00Z');
  await test.platform.db
    .insertInto('app.audit_entries')
    .values(
      Array.from({ length: 7 }, (_, n) => ({ at, action: 'person.changed', object_type: 'x', object_id: `${n}` })),
    )
    .execute();
  const seen: string[] = [];
  let url: string | null = '/api/v1/admin/audit?page[size]=3&to=2020-01-02T00:00:00Z';
  while (url !== null) {
    const headers = { cookie: await test.signIn('admin@vendor.example') };
    const answer: Awaited<ReturnType<typeof attempt>> = await test.app.inject({ url, headers });
    const { data, links } = answer.json<{ data: AuditEntry[]; links: { next: string | null } }>();
    seen.push(...data.map(({ object }) => object.id));
    url = links.next;
  }
  expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0']);
});

it('reads every filter along an index, without sorting', async () => {
  const plans: string[] = [];
  await transact(test.platform.db, SYSTEM, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    await sql`set local enable_sort = off`.execute(tx);
    await sql`set local enable_bitmapscan = off`.execute(tx);
    for (const filters of [
      {},
      { company: acme },
      { person: acme },
      { action: 'mail.read' as const },
      { object: 'x' },
    ]) {
      plans.push(
        JSON.stringify(await selectEntries(tx, filters, { value: '2026-01-01T00:00:00Z', id: '1' }, 51).explain()),
      );
    }
  });
  const indexes = ['at', 'company', 'person', 'action', 'object'];
  for (const [place, plan] of plans.entries()) {
    expect(plan).toContain(`audit_entries_${indexes[place]}`);
    expect(plan).not.toContain('Sort');
  }
});
it('remembers refused sign-ins by a hash of what was typed, the same for the same address', async () => {
  for (const email of ['Nobody@Acme.example', 'nobody@acme.example', 'boris@acme.example']) {
    await attempt(test, 'signIn', { body: { email, password: 'a wrong password' }, from: '127.55.0.1' });
  }
  const refused = await ofAll({ action: 'session.refused' });
  expect(refused.map(({ address, person }) => [address, person])).toEqual([
    ['127.55.0.1', null],
    ['127.55.0.1', null],
    ['127.55.0.1', null],
  ]);
  const [boris, second, first] = refused.map(({ object }) => object.id);
  expect(first).toBe(second);
  expect(first).not.toBe(boris);
  expect(JSON.stringify(refused)).not.toMatch(/nobody|boris/iu);
});

it('names members, also after they left, and nobody any more once erased', async () => {
  const { id } = await addMember(test, { email: 'passing@acme.example' });
  const { data } = await anna.listMembers({ params: { id: acme } });
  const memberId = data.find(({ personId }) => personId === id)?.id ?? '';
  await anna.removeMember({ params: { id: acme, memberId } });
  expect((await ofCompany())[0]).toMatchObject({
    action: 'member.removed',
    object: { type: 'member', id: memberId, name: 'passing' },
  });
});

it('hands out all of it as CSV that no spreadsheet runs, and remembers that', async () => {
  await transact(test.platform.db, SYSTEM, async (tx) => {
    for (let n = 0; n < 600; n += 1) await audit(tx, 'person.changed', { type: 'x', id: '=1+1' }, {}, acme);
  });
  const cookie = await test.signIn('anna@acme.example');
  const answer = await attempt(test, 'exportCompanyAudit', { params: { id: acme }, cookie });
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="audit.csv"',
  });
  const lines = answer.body.split('\r\n');
  expect(lines[0]).toContain('"time","action","person"');
  expect(lines.length).toBeGreaterThan(600);
  expect(answer.body).toContain(`"'=1+1"`);
  expect(answer.body).not.toContain('"=1+1"');
  expect(answer.body).not.toContain('internal');
  const [exported] = await ofCompany({ action: 'audit.exported' });
  expect(exported).toMatchObject({ person: { side: 'customer' }, company: { id: acme } });
  const all = await attempt(test, 'exportAudit', {
    query: { action: 'mail.read' },
    cookie: await test.signIn('admin@vendor.example'),
  });
  expect(all.statusCode).toBe(200);
});
