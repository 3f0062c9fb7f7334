// Tokens of programs: an end, scopes, never more than their person may at this moment, only hashes in the database,
// nothing blank or padded, nothing that survives the removal of its person.
// Seen as: CVE-2026-41902, CVE-2026-53595, CVE-2026-27637 (FreeScout).
import { createHash } from 'node:crypto';
import type { CreateApiToken, NewApiToken } from '@companyaccount/contract/tokens';
import type { RouteName } from '@companyaccount/contract/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, ALL_ROUTES, attempt, companyId, fileRequest } from './attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
let acme: string;
let anna: string;
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.signIn('anna@acme.example');
});
afterAll(() => test.close());

const BODY: CreateApiToken = { name: 'Import', scopes: ['requests:read'], expiresInDays: 30 };
async function make(body: Partial<CreateApiToken> = {}, cookie = anna): Promise<NewApiToken> {
  const answer = await attempt(test, 'createToken', { params: { id: acme }, body: { ...BODY, ...body }, cookie });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<NewApiToken>();
}
const call = (name: RouteName, token: string, more: Parameters<typeof attempt>[2] = {}) =>
  attempt(test, name, { ...more, headers: { authorization: `Bearer ${token}`, ...more.headers } });
const list = async () => (await test.client(anna).listTokens({ params: { id: acme } })).data;

it('opens what it was made for and nothing else, and says so', async () => {
  const { token, hint, expiresAt } = await make();
  expect(token).toMatch(/^ca_[\w-]{43}$/u);
  expect(token.startsWith(hint.slice(0, -1))).toBe(true);
  expect((Date.parse(expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
  expect((await call('listRequests', token)).statusCode).toBe(200);
  expect((await call('getMe', token)).statusCode).toBe(200);
  for (const name of ['createRequest', 'listLicenses', 'listMembers', 'patchMe', 'createToken'] as const) {
    const answer = await call(name, token, { params: { id: acme }, headers: { 'if-match': '"1"' } });
    expect(answer.statusCode, name).toBe(403);
    expect(answer.json().code, name).toBe('token_not_allowed');
  }
});

it('opens exactly the routes that are meant for programs, reading by reading scopes, never fresh ones', () => {
  const open = ALL_ROUTES.filter(([, { scope }]) => scope !== undefined);
  expect(open.length).toBeGreaterThan(20);
  for (const [name, { scope, method, fresh, permission }] of open) {
    expect(permission, name).not.toBe('anyone');
    expect(fresh, name).toBeUndefined();
    // An export holds what the lists answer.
    const reads = ['GET', 'HEAD', 'OPTIONS'].includes(method) || name.endsWith('Export');
    if (scope?.endsWith(':read') === true || scope === 'any') expect(reads, name).toBe(true);
    if (scope?.endsWith(':write') === true) expect(reads, name).toBe(false);
  }
  // Whoever can decide who belongs to the company, or make tokens, could make themselves at home.
  for (const [name, { scope }] of ALL_ROUTES) {
    if (/member|token|session|password|agent|mail|company|domain/iu.test(name) && !/^(?:list|get|export)/u.test(name)) {
      expect(scope, name).toBeUndefined();
    }
  }
});

it('is refused in one way however it is wrong, and by nothing but itself', async () => {
  const { token, hint, id } = await make();
  const bodies = new Set<string>();
  for (const wrong of [
    '',
    ' ',
    '\t',
    ` ${token}`,
    `${token} `,
    `${token}=`,
    `${token}A`,
    token.slice(0, -1),
    token.toUpperCase(),
    token.toLowerCase(),
    token.slice(3),
    hint,
    id,
    'null',
    'undefined',
    '*',
    createHash('sha256').update(token).digest('hex'),
    createHash('sha256').update(token).digest('base64url'),
    `ca_${'A'.repeat(43)}`,
    'x'.repeat(8000),
  ]) {
    const answer = await attempt(test, 'getMe', { headers: { authorization: `Bearer ${wrong}` }, cookie: anna });
    expect(answer.statusCode, wrong.slice(0, 60)).toBe(401);
    bodies.add(JSON.stringify({ ...answer.json(), requestId: '' }));
  }
  expect(bodies.size).toBe(1);
  // The word in front may be written as one likes, and other kinds of authorization are not ours.
  expect((await attempt(test, 'getMe', { headers: { authorization: `bearer ${token}` } })).statusCode).toBe(200);
  expect((await attempt(test, 'getMe', { headers: { authorization: 'Basic YTpi' }, cookie: anna })).statusCode).toBe(
    200,
  );
  expect((await attempt(test, 'getMe', { query: { access_token: token } })).statusCode).toBe(401);
});

it('counts alone where a cookie comes along', async () => {
  const { token } = await make();
  const clara = await test.signIn('clara@globex.example');
  const both = await call('getMe', token, { cookie: clara });
  expect(both.json()).toMatchObject({ email: 'anna@acme.example', company: { id: acme } });
  expect((await call('listLicenses', token, { cookie: clara })).statusCode).toBe(403);
});

it('is not in the database, nor in any answer after the first', async () => {
  const { token, id } = await make();
  const rows = await test.platform.db.selectFrom('app.api_tokens').selectAll().where('id', '=', id).execute();
  expect(rows[0]?.hash.equals(createHash('sha256').update(token).digest())).toBe(true);
  expect(JSON.stringify(rows)).not.toContain(token.slice(12));
  expect(JSON.stringify(await list())).not.toContain(token.slice(12));
  const audits = await test.platform.db
    .selectFrom('app.audit_entries')
    .selectAll()
    .where('object_id', '=', id)
    .execute();
  expect(JSON.stringify(audits)).not.toContain(token.slice(3, 11));
});

it('is made once per key, and shown once', async () => {
  const before = (await list()).length;
  const make2 = () =>
    attempt(test, 'createToken', {
      params: { id: acme },
      body: BODY,
      cookie: anna,
      headers: { 'idempotency-key': 'one-token-only' },
    });
  const answers = await Promise.all([make2(), make2()]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409]);
  const again = await make2();
  expect(again.json().code).toBe('secret_already_shown');
  expect(again.body).not.toContain('ca_');
  expect((await list()).length).toBe(before + 1);
});

it('asks for a sign-in of just now to be made, and for an end within a year', async () => {
  for (const expiresInDays of [0, -1, 366, 1.5, null]) {
    const body = { ...BODY, expiresInDays };
    expect((await attempt(test, 'createToken', { params: { id: acme }, body, cookie: anna })).statusCode).toBe(422);
  }
  for (const scopes of [[], ['all'], ['files', 'files'], ['*']]) {
    const body = { ...BODY, scopes };
    expect((await attempt(test, 'createToken', { params: { id: acme }, body, cookie: anna })).statusCode).toBe(422);
  }
  const engineer = await test.signIn('engineer@vendor.example');
  const staff = await attempt(test, 'createOwnToken', {
    body: { ...BODY, scopes: ['licenses:read'] },
    cookie: engineer,
  });
  expect(staff.statusCode).toBe(422);
  const { cookie, id } = await addMember(test, { email: 'stale@acme.example', role: 'administrator' });
  await test.platform.db
    .updateTable('auth.sessions')
    .set({ signed_in_at: new Date(Date.now() - 11 * 60_000) })
    .where('person_id', '=', id)
    .execute();
  const late = await attempt(test, 'createToken', { params: { id: acme }, body: BODY, cookie });
  expect(late.json().code).toBe('fresh_sign_in_required');
});

it('ends with its time, with its revocation, and with its person’s membership, for good', async () => {
  const expired = await make();
  await test.platform.db
    .updateTable('app.api_tokens')
    .set({ expires_at: new Date() })
    .where('id', '=', expired.id)
    .execute();
  expect((await call('getMe', expired.token)).statusCode).toBe(401);
  expect((await list()).find(({ id }) => id === expired.id)?.expired).toBe(true);

  const revoked = await make();
  const params = { id: acme, tokenId: revoked.id };
  const clara = await test.signIn('clara@globex.example');
  const boris = await test.signIn('boris@acme.example');
  expect((await attempt(test, 'revokeToken', { params, cookie: clara })).statusCode).toBe(404);
  expect((await attempt(test, 'revokeToken', { params, cookie: boris })).statusCode).toBe(403);
  expect((await call('getMe', revoked.token)).statusCode).toBe(200);
  expect((await attempt(test, 'revokeToken', { params, cookie: anna })).statusCode).toBe(204);
  expect((await call('getMe', revoked.token)).statusCode).toBe(401);
  expect((await attempt(test, 'revokeToken', { params, cookie: anna })).statusCode).toBe(404);

  const leaving = await addMember(test, { email: 'leaves@acme.example', role: 'administrator' });
  const { token } = await make({}, leaving.cookie);
  const members = await test.client(anna).listMembers({ params: { id: acme }, query: { 'page[size]': 100 } });
  const memberId = members.data.find(({ personId }) => personId === leaving.id)?.id ?? '';
  await test.client(anna).removeMember({ params: { id: acme, memberId } });
  expect((await call('getMe', token)).statusCode).toBe(401);
  await test.platform.db.updateTable('app.members').set({ state: 'active' }).where('id', '=', memberId).execute();
  expect((await call('getMe', token)).statusCode).toBe(401);
});

it('has the rights of its person at this moment, and only in its company', async () => {
  const { id, cookie } = await addMember(test, { email: 'falls@acme.example', role: 'administrator' });
  const { token } = await make({ scopes: ['company:read', 'audit:read', 'requests:read'] }, cookie);
  expect((await call('listCompanyAudit', token, { params: { id: acme } })).statusCode).toBe(200);
  await test.platform.db.updateTable('app.members').set({ role: 'user' }).where('person_id', '=', id).execute();
  const lowered = await call('listCompanyAudit', token, { params: { id: acme } });
  expect(lowered.json().code).toBe('forbidden');
  expect((await call('getCompany', token, { params: { id: acme } })).statusCode).toBe(200);
  const globex = await companyId(test, 'Globex Energy');
  await test.platform.db
    .insertInto('app.members')
    .values({ id: crypto.randomUUID(), company_id: globex, person_id: id, role: 'administrator', state: 'active' })
    .execute();
  expect((await call('getCompany', token, { params: { id: globex } })).statusCode).toBe(404);
  expect((await call('chooseCompany', token, { body: { companyId: globex } })).statusCode).toBe(403);
  const foreign = await fileRequest(test, await test.signIn('clara@globex.example'));
  expect((await call('getRequest', token, { params: { id: foreign } })).statusCode).toBe(404);
});

it('of staff has the roles of the moment, and none once the account is closed', async () => {
  const lead = await test.as('lead@vendor.example');
  const { token, person } = await lead.createOwnToken({ body: { ...BODY, scopes: ['requests:read', 'audit:read'] } });
  expect((await call('listRequests', token)).statusCode).toBe(200);
  expect((await call('listAudit', token)).json().code).toBe('forbidden');
  const set = (change: { active: boolean }) =>
    test.platform.db.updateTable('app.agents').set(change).where('person_id', '=', person.id).execute();
  await set({ active: false });
  expect((await call('listRequests', token)).statusCode).toBe(401);
  await set({ active: true });
  expect((await lead.listOwnTokens()).data.map(({ name }) => name)).toContain('Import');
  const admin = await test.as('admin@vendor.example');
  expect((await admin.listOwnTokens()).data).toEqual([]);
});

it('throttles an address that tries tokens, and lets right ones of the same address through', async () => {
  const { token } = await make();
  const statuses = new Set<number>();
  for (let n = 0; n < 70; n += 1) {
    const wrong = `ca_${String(n).padStart(43, 'x')}`;
    statuses.add((await call('getMe', wrong, { from: '127.66.0.1' })).statusCode);
  }
  expect(statuses).toEqual(new Set([401, 429]));
  expect((await call('getMe', token, { from: '127.66.0.1' })).statusCode).toBe(200);
  expect((await call('getMe', `ca_${'y'.repeat(43)}`, { from: '127.66.0.2' })).statusCode).toBe(401);
});

it('needs no word about its origin without a cookie, and no page can use one with it', async () => {
  const { token } = await make({ scopes: ['requests:write'] });
  const body = { desk: 'support', kind: 'malfunction', subject: 'By a program', text: 'It stops.' };
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await call('createRequest', token, { body, headers: foreign })).statusCode).toBe(201);
  const withCookie = await call('createRequest', token, { body, headers: foreign, cookie: anna });
  expect(withCookie.json().code).toBe('foreign_origin');
  const preflight = await test.app.inject({
    method: 'OPTIONS',
    url: '/api/v1/requests',
    headers: { ...foreign, 'access-control-request-headers': 'authorization' },
  });
  expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
});

it('notes its use, its address, and itself in the audit log', async () => {
  const { token, id } = await make({ name: 'Night run', scopes: ['requests:write'] });
  const body = { desk: 'support', kind: 'malfunction', subject: 'By a program', text: 'It stops.' };
  const answer = await call('createRequest', token, { body, from: '127.67.0.1' });
  expect((await list()).find((one) => one.id === id)).toMatchObject({
    name: 'Night run',
    lastUsedFrom: '127.67.0.1',
    lastUsedAt: expect.any(String),
  });
  const entry = await test.platform.db
    .selectFrom('app.audit_entries')
    .select(['token_id', 'session_id'])
    .where('object_id', '=', answer.json().id)
    .executeTakeFirstOrThrow();
  expect(entry).toEqual({ token_id: id, session_id: null });
});

it('opens the live stream, which ends with it, and uploads files', async () => {
  const { token, id } = await make({ scopes: ['requests:read', 'requests:write', 'files'] });
  const authorization = `Bearer ${token}`;
  const stream = await openStream(address, '', { authorization });
  expect(stream.status).toBe(200);
  const filed = await fileRequest(test);
  await stream.hear(({ data }) => data['requestId'] === filed);
  const upload = await fetch(`${address}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      authorization,
      'tus-resumable': '1.0.0',
      'upload-length': '5',
      'upload-metadata': `filename ${btoa('trace.log')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: 'trace',
  });
  expect(upload.status).toBe(201);
  const uploads = [upload.headers.get('location')?.split('/').at(-1)];
  const body = { desk: 'support', kind: 'malfunction', subject: 'With a file', text: 'See the file.', uploads };
  expect((await call('createRequest', token, { body })).statusCode).toBe(201);
  const began = performance.now();
  await attempt(test, 'revokeToken', { params: { id: acme, tokenId: id }, cookie: anna });
  await stream.ended();
  expect(performance.now() - began).toBeLessThan(1000);
});
