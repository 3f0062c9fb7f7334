// Credentials of scanners: they open nothing but definitions, nothing else opens in their place, they are not spoken
// where others could listen, and no company learns or changes what another's scanners have.
import { createHash, randomUUID } from 'node:crypto';
import type { NewScannerCredential } from '@companyaccount/contract/scanners';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashSignature, approvedDetection, releaseNow } from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, companyId, freshAddress } from './attack.ts';

let test: TestApp;
let acme: string;
let globex: string;
let name: string;
let number: string;
beforeAll(async () => {
  test = await startTestApp({ config: { trustProxy: '127.200.0.1' } });
  [acme, globex] = [await companyId(test, 'Acme Logistics'), await companyId(test, 'Globex Energy')];
  name = test.platform.config.definitions.name;
  await approvedDetection(test, { signatures: [hashSignature()] });
  number = (await releaseNow(test)).release.number;
});
afterAll(() => test.close());

const ANNA = 'anna@acme.example';
const CLARA = 'clara@globex.example';
const make = async (email: typeof ANNA | typeof CLARA = ANNA): Promise<NewScannerCredential> => {
  const client = await test.as(email);
  return client.createScannerCredential({ params: { id: email === ANNA ? acme : globex }, body: { name: 'Gateways' } });
};
const basic = (secret: string, user = 'scanner') => ({
  authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
});
const agentOf = (scannerId: string) => ({ 'user-agent': `ClamAV/1.4.6 (OS: Linux, ARCH: x86_64, UUID: ${scannerId})` });
const fetchFile = (headers: Record<string, string>, from = freshAddress(), ending = '-current.cud') =>
  attempt(test, 'getDefinitionFile', { params: { file: `${name}${ending}` }, headers, from });
/** What is known of a company's scanners, as soon as it holds: a receipt is written after its answer. */
const scannersOf = async (email: typeof ANNA | typeof CLARA) => {
  const client = await test.as(email);
  const id = email === ANNA ? acme : globex;
  return {
    ...(await client.getScannerSummary({ params: { id } })),
    list: await client.listScanners({ params: { id } }),
  };
};

it('gets definitions, and leaves a receipt of the release that the scanner has', async () => {
  const { secret, id, hint } = await make();
  const scanner = randomUUID();
  const headers = { ...basic(secret), ...agentOf(scanner) };
  expect((await fetchFile(headers, freshAddress(), '.sfp')).statusCode).toBe(200);
  await expect
    .poll(async () => (await scannersOf(ANNA)).list.data)
    .toMatchObject([{ hint: `${scanner.slice(0, 8)}…`, release: null, credential: { id, name: 'Gateways' } }]);
  expect((await fetchFile(headers)).statusCode).toBe(200);
  await expect.poll(() => scannersOf(ANNA)).toMatchObject({ name, release: number, scanners: 1, upToDate: 1 });
  // What it has already counts as well.
  const { db } = test.platform;
  await db.updateTable('app.scanners').set({ release: null }).where('scanner_id', '=', scanner).execute();
  const since = { 'if-modified-since': new Date(Date.now() + 3_600_000).toUTCString() };
  expect((await fetchFile({ ...headers, ...since })).statusCode).toBe(304);
  expect(await scannersOf(ANNA)).toMatchObject({ scanners: 1, upToDate: 1 });
  await releaseNow(test);
  expect(await scannersOf(ANNA)).toMatchObject({ scanners: 1, upToDate: 0, list: { data: [{ release: number }] } });
  await db
    .updateTable('app.scanners')
    .set({ seen_at: new Date(Date.now() - 91 * 86_400_000) })
    .where('scanner_id', '=', scanner)
    .execute();
  expect(await scannersOf(ANNA)).toMatchObject({ scanners: 0, list: { data: [] } });
  const { data } = await (await test.as(ANNA)).listScannerCredentials({ params: { id: acme } });
  expect(data.find((one) => one.id === id)).toMatchObject({ hint, lastUsedAt: expect.any(String) });
  expect(JSON.stringify(data)).not.toContain(secret.slice(12));
});

it('keeps only a hash, which no customer’s query reads', async () => {
  const { secret, id } = await make();
  const rows = await test.platform.db.selectFrom('app.scanner_credentials').selectAll().where('id', '=', id).execute();
  expect(rows[0]?.hash.equals(createHash('sha256').update(secret).digest())).toBe(true);
  expect(JSON.stringify(rows)).not.toContain(secret.slice(12));
  const { rows: rights } = await sql<{ hash: boolean; name: boolean; write: boolean }>`
    select has_column_privilege(app.customer_role(), 'app.scanner_credentials', 'hash', 'select') as hash,
      has_column_privilege(app.customer_role(), 'app.scanner_credentials', 'name', 'select') as name,
      has_table_privilege(app.customer_role(), 'app.scanners', 'insert, update, delete') as write`.execute(
    test.platform.db,
  );
  expect(rights).toEqual([{ hash: false, name: true, write: false }]);
});

it('opens nothing of the API, in whatever way it is sent', async () => {
  const { secret } = await make();
  const ways = [
    basic(secret),
    { authorization: `Bearer ${secret}` },
    { cookie: `companyaccount.session_token=${secret}` },
  ];
  const closed = ALL_ROUTES.filter(([, { permission }]) => permission !== 'anyone');
  for (const [route] of closed) {
    for (const headers of ways) {
      expect((await attempt(test, route, { params: { id: acme }, headers })).statusCode, route).toBe(401);
    }
  }
});

it('is replaced by nothing else: no token of the API, no session, no word in the wrong place', async () => {
  const { secret, id, hint } = await make();
  const anna = await test.as(ANNA);
  const { token } = await anna.createToken({
    params: { id: acme },
    body: { name: 'Import', scopes: ['company:read'], expiresInDays: 1 },
  });
  const wrong = [
    '',
    id,
    hint,
    token,
    `sc_${token.slice(3)}`,
    `${secret}A`,
    secret.toUpperCase(),
    `sc_${'A'.repeat(43)}`,
  ];
  const from = freshAddress();
  for (const one of wrong) expect((await fetchFile(basic(one), from)).statusCode, one).toBe(401);
  expect((await fetchFile(basic(secret, 'root'), from)).statusCode).toBe(401);
  // Everybody gets the files without one; what is no credential makes nobody's scanner of it.
  const scanner = randomUUID();
  for (const headers of [{}, { authorization: `Bearer ${secret}` }, { authorization: `Bearer ${token}` }]) {
    expect((await fetchFile({ ...headers, ...agentOf(scanner) })).statusCode).toBe(200);
  }
  expect((await fetchFile({ ...basic('its own', 'proxy'), ...agentOf(scanner) })).statusCode).toBe(200);
  const known = await test.platform.db
    .selectFrom('app.scanners')
    .selectAll()
    .where('scanner_id', '=', scanner)
    .execute();
  expect(known).toEqual([]);
});

it('ends with its revocation, which another company cannot do', async () => {
  const { secret, id } = await make();
  const params = { id: acme, credentialId: id };
  const cookies = [await test.signIn(CLARA), await test.signIn('boris@acme.example')];
  const revoke = (cookie: string, more = {}) =>
    attempt(test, 'revokeScannerCredential', { params: { ...params, ...more }, cookie });
  expect((await revoke(cookies[0] ?? '')).statusCode).toBe(404);
  expect((await revoke(cookies[0] ?? '', { id: globex })).statusCode).toBe(404);
  expect((await revoke(cookies[1] ?? '')).statusCode).toBe(403);
  expect((await fetchFile(basic(secret))).statusCode).toBe(200);
  const anna = await test.signIn(ANNA);
  expect((await revoke(anna)).statusCode).toBe(204);
  expect((await fetchFile(basic(secret))).statusCode).toBe(401);
  expect((await revoke(anna)).statusCode).toBe(404);
});

it('is refused where others could read it, whatever a caller says of its way', async () => {
  const { secret } = await make();
  const far = '203.0.113.7';
  const refused = await fetchFile(basic(secret), far);
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'https_required']);
  for (const forged of [
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-for': '127.0.0.1' },
    { forwarded: 'for=127.0.0.1;proto=https' },
  ]) {
    expect((await fetchFile({ ...basic(secret), ...forged }, far)).statusCode).toBe(403);
  }
  // A wrong one learns no more, and nobody needs one.
  expect((await fetchFile(basic('sc_wrong'), far)).json().code).toBe('https_required');
  expect((await fetchFile({}, far)).statusCode).toBe(200);
  // The operator's proxy is believed.
  const proxied = (proto: string) =>
    fetchFile({ ...basic(secret), 'x-forwarded-for': far, 'x-forwarded-proto': proto }, '127.200.0.1');
  expect((await proxied('https')).statusCode).toBe(200);
  expect((await proxied('http')).statusCode).toBe(403);
});

it('keeps each company’s scanners to itself, also where both name the same', async () => {
  const [ours, theirs] = [await make(ANNA), await make(CLARA)];
  const scanner = randomUUID();
  const hint = `${scanner.slice(0, 8)}…`;
  const seenBy = async (email: typeof ANNA | typeof CLARA) =>
    (await scannersOf(email)).list.data.filter((one) => one.hint === hint).map(({ credential }) => credential.id);
  await fetchFile({ ...basic(ours.secret), ...agentOf(scanner) });
  await expect.poll(() => seenBy(ANNA)).toEqual([ours.id]);
  expect(await seenBy(CLARA)).toEqual([]);
  await fetchFile({ ...basic(theirs.secret), ...agentOf(scanner) });
  await expect.poll(() => seenBy(CLARA)).toEqual([theirs.id]);
  expect(await seenBy(ANNA)).toEqual([ours.id]);
  const clara = await test.signIn(CLARA);
  for (const route of ['listScanners', 'getScannerSummary', 'listScannerCredentials'] as const) {
    expect((await attempt(test, route, { params: { id: acme }, cookie: clara })).statusCode, route).toBe(404);
    const user = await test.signIn('boris@acme.example');
    expect((await attempt(test, route, { params: { id: acme }, cookie: user })).statusCode, route).toBe(403);
  }
});

it('remembers 10,000 scanners of a company and no more, and pages through them', async () => {
  const { id, secret } = await make(CLARA);
  const { db } = test.platform;
  const before = await db.selectFrom('app.scanners').select('id').where('company_id', '=', acme).execute();
  await sql`insert into app.scanners (id, company_id, scanner_id, credential_id, seen_at)
    select gen_random_uuid(), ${globex}, gen_random_uuid(), ${id}, now() - n * interval '1 second'
    from generate_series(1, 10000) n`.execute(db);
  await fetchFile({ ...basic(secret), ...agentOf(randomUUID()) });
  await expect.poll(async () => (await scannersOf(CLARA)).scanners).toBe(10_000);
  const client = await test.as(CLARA);
  const first = await client.listScanners({ params: { id: globex }, query: { 'page[size]': 2 } });
  const after = new URL(first.links.next ?? '', 'http://localhost').searchParams.get('page[after]') ?? '';
  const second = await client.listScanners({
    params: { id: globex },
    query: { 'page[size]': 2, 'page[after]': after },
  });
  expect(new Set([...first.data, ...second.data].map((one) => one.id)).size).toBe(4);
  expect(first.data[0]?.release).not.toBeNull();
  expect(await db.selectFrom('app.scanners').select('id').where('company_id', '=', acme).execute()).toEqual(before);
});

it('brakes an address that guesses, and lets right ones of the same address through', async () => {
  const { secret } = await make();
  const statuses = new Set<number>();
  for (let n = 0; n < 70; n += 1) {
    statuses.add((await fetchFile(basic(`sc_${String(n).padStart(43, 'x')}`), '127.88.0.1')).statusCode);
  }
  expect(statuses).toEqual(new Set([401, 429]));
  expect((await fetchFile(basic(secret), '127.88.0.1')).statusCode).toBe(200);
});

it('is made once per key and shown once, by somebody who has just signed in', async () => {
  const cookie = await test.signIn(ANNA);
  const headers = { 'idempotency-key': 'one-credential-only' };
  const call = () =>
    attempt(test, 'createScannerCredential', { params: { id: acme }, body: { name: 'Once' }, cookie, headers });
  const answers = await Promise.all([call(), call()]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409]);
  expect((await call()).body).not.toContain('sc_');
  const blank = await attempt(test, 'createScannerCredential', { params: { id: acme }, body: { name: '  ' }, cookie });
  expect(blank.statusCode).toBe(422);
});
