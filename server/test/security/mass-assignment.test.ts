// Fields that a caller must not set: unknown ones, and those of the row that are somebody else's to decide. Generated
// from the route table, so that a new route is tried without being named here.
// Seen as: CVE-2026-72719 (Chatwoot), CVE-2025-43926 (Znuny).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, bodySchemaOf, callerOf, fileRequest, GOOD_BODIES, paramsOf } from './attack.ts';

const PROTECTED = {
  id: '0198a5c2-0000-7000-8000-000000000000',
  number: 'TS-1',
  companyId: '0198a5c2-0000-7000-8000-000000000000',
  company_id: '0198a5c2-0000-7000-8000-000000000000',
  personId: '0198a5c2-0000-7000-8000-000000000000',
  authorId: '0198a5c2-0000-7000-8000-000000000000',
  ownerId: '0198a5c2-0000-7000-8000-000000000000',
  role: 'administrator',
  agentRoles: ['admin'],
  emailVerified: true,
  email: 'other@acme.example',
  status: 'resolved',
  state: 'active',
  escalated: true,
  promiseAt: '2026-01-01T00:00:00Z',
  version: 1,
  createdAt: '2026-01-01T00:00:00Z',
  callbackURL: 'https://evil.example/',
  redirectTo: 'https://evil.example/',
  image: 'https://evil.example/x.png',
};

let test: TestApp;
let request: string;
beforeAll(async () => {
  test = await startTestApp();
  request = await fileRequest(test);
});
afterAll(() => test.close());

const withBody = ALL_ROUTES.flatMap(([name, spec]) => {
  const schema = bodySchemaOf(spec);
  return schema === null ? [] : [{ name, spec, schema }];
});

describe.each(withBody)('$name', ({ name, spec, schema }) => {
  it('refuses every field that is not its own, and names it', async () => {
    const cookie = await test.signIn(callerOf(spec));
    for (const [field, value] of Object.entries(PROTECTED)) {
      if (field in schema.properties) continue;
      const answer = await attempt(test, name, {
        params: paramsOf(spec, request),
        body: { ...GOOD_BODIES[name], [field]: value },
        cookie,
        headers: spec.versioned === true ? { 'if-match': '"1"' } : {},
      });
      expect(answer.statusCode, field).toBe(422);
      expect(answer.json().errors).toContainEqual({ pointer: `/${field}`, code: 'unknown_field' });
    }
  });
});

it('refuses unknown query parameters on every JSON route with a query', async () => {
  for (const [name, spec] of ALL_ROUTES) {
    if (spec.query === undefined || spec.answer !== undefined) continue;
    const answer = await attempt(test, name, {
      params: paramsOf(spec, request),
      query: { companyId: PROTECTED.companyId },
      cookie: await test.signIn(callerOf(spec)),
    });
    expect(answer.statusCode, name).toBe(422);
  }
});

it('leaves the row as it was', async () => {
  const row = await test.platform.db
    .selectFrom('app.requests')
    .selectAll()
    .where('id', '=', request)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ status: 'new', escalated: false, version: 1, owner_id: null, subject: 'It stops' });
});

it('lets a member set nothing that only staff set', async () => {
  const anna = await test.signIn('anna@acme.example');
  for (const more of [
    { visibility: 'internal' },
    { thenStatus: 'resolved', resolution: 'fixed' },
    { resolution: 'fixed' },
  ]) {
    const answer = await attempt(test, 'createMessage', {
      params: { id: request },
      body: { text: 'Mine.', ...more },
      cookie: anna,
    });
    expect(answer.statusCode).toBe(422);
  }
});
