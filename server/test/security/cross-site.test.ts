// Requests that another site's page makes with the visitor's cookie: refused on every route that changes something, by
// the table of routes. Nothing is changed by GET.
// Seen as: CVE-2026-41194 (FreeScout), CVE-2017-6080 (Zammad).
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, callerOf, fileRequest, GOOD_BODIES, paramsOf } from './attack.ts';

const FOREIGN: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://localhost.evil.example' },
  { origin: 'http://localhost:81' },
  { origin: 'http://localhost@evil.example' },
  { origin: 'http://evil.example, http://localhost' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'anything' },
  { origin: 'http://localhost', 'sec-fetch-site': 'cross-site' },
];

let test: TestApp;
let request: string;
beforeAll(async () => {
  test = await startTestApp();
  request = await fileRequest(test);
});
afterAll(() => test.close());

const changing = ALL_ROUTES.filter(([, spec]) => !['GET', 'HEAD', 'OPTIONS'].includes(spec.method));
const reading = ALL_ROUTES.filter(
  ([name, spec]) => ['GET', 'HEAD', 'OPTIONS'].includes(spec.method) && name !== 'openLive',
);

/** A fingerprint of all rows, except those that only count calls. */
async function everything(): Promise<Record<string, string>> {
  const { db } = test.platform;
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('app', 'auth', 'graphile_worker') and tablename <> 'throttles'`.execute(db);
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{
      print: string;
    }>`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${sql.raw(name)} t`.execute(
      db,
    );
    prints[name] = rows[0]?.print ?? '';
  }
  return prints;
}

describe.each(changing)('%s', (name, spec) => {
  it('refuses what a foreign page asks for, before anything is read', async () => {
    const cookie = await test.signIn(callerOf(spec));
    for (const headers of FOREIGN) {
      const answer = await attempt(test, name, {
        params: paramsOf(spec, request),
        body: GOOD_BODIES[name],
        cookie,
        headers,
      });
      expect(answer.statusCode, JSON.stringify(headers)).toBe(403);
      expect(answer.json().code).toBe('foreign_origin');
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('lets the own page and programs through', async () => {
    const cookie = await test.signIn(callerOf(spec));
    const own: Record<string, string>[] = [
      {},
      { host: 'portal.example', origin: 'http://portal.example', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of own) {
      const answer = await attempt(test, name, {
        params: paramsOf(spec, request),
        body: GOOD_BODIES[name],
        // Sign-out would end the session that the other tests use.
        ...(name === 'signOut' ? {} : { cookie }),
        headers,
      });
      expect(answer.body, JSON.stringify(headers)).not.toContain('foreign_origin');
    }
  });
});

it('changes nothing by reading', async () => {
  const cookies = new Map<string, string>();
  for (const [, spec] of reading) cookies.set(callerOf(spec), await test.signIn(callerOf(spec)));
  await test.runJobs();
  const before = await everything();
  expect(Object.keys(before).length).toBeGreaterThan(20);
  for (const [name, spec] of reading) {
    await attempt(test, name, {
      params: paramsOf(spec, request),
      query: ['listQueues', 'listDeskAgents', 'listPresence'].includes(name) ? { desk: 'support' } : {},
      cookie: cookies.get(callerOf(spec)) ?? '',
      headers: { 'tus-resumable': '1.0.0', authorization: 'Bearer metrics token of the tests' },
    });
  }
  expect(await everything()).toEqual(before);
});

it('answers no page of another origin, and no method in disguise', async () => {
  const cookie = await test.signIn('anna@acme.example');
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  ]) {
    for (const method of ['OPTIONS', 'GET', 'POST'] as const) {
      const answer = await test.app.inject({ method, url: '/api/v1/requests', headers: { cookie, ...headers } });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  }
  const before = await everything();
  for (const disguise of [{ 'x-http-method-override': 'POST' }, { 'x-method-override': 'DELETE' }]) {
    await test.app.inject({ method: 'GET', url: '/api/v1/requests?_method=POST', headers: { cookie, ...disguise } });
  }
  expect(await everything()).toEqual(before);
});

it('with a public address takes only that, with its scheme, port and host', async () => {
  const published = await startTestApp({ config: { publicUrl: 'https://portal.example' } });
  const status = async (origin: string, host: string) =>
    (await attempt(published, 'signOut', { headers: { origin, host } })).statusCode;
  expect(await status('https://portal.example', 'portal.example')).toBe(200);
  expect(await status('https://portal.example', 'inner:3000')).toBe(200);
  for (const origin of [
    'http://portal.example',
    'https://portal.example:8443',
    'https://www.portal.example',
    'https://evil.example',
  ]) {
    expect(await status(origin, new URL(origin).host), origin).toBe(403);
  }
  await published.close();
});
