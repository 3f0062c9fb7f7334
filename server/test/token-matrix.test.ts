import type { RouteSpec } from '@companyaccount/contract/route';
import { type RouteName, routes } from '@companyaccount/contract/routes';
import { STAFF_TOKEN_SCOPES, TOKEN_SCOPES, type TokenScope } from '@companyaccount/contract/token-scopes';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './harness/test-app.ts';
import { attempt, companyId } from './security/attack.ts';

// Every route is called by programs of an administrator and of an engineer, once with all the scopes there are and once
// with all but the route's own. What lies behind is the business of the person's rights (`actor-matrix.test.ts`).
let test: TestApp;
let acme: string;
let tokenOf: (staff: boolean, without: string | undefined) => Promise<string>;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  const [anna, engineer] = [await test.as('anna@acme.example'), await test.as('engineer@vendor.example')];
  const made = new Map<string, Promise<string>>();
  const make = async (staff: boolean, without: string | undefined) => {
    const but = <S extends TokenScope>(all: readonly S[]) => all.filter((scope) => scope !== without);
    const body = { name: 'A program', expiresInDays: 1 };
    const { token } = await (staff
      ? engineer.createOwnToken({ body: { ...body, scopes: but(STAFF_TOKEN_SCOPES) } })
      : anna.createToken({ params: { id: acme }, body: { ...body, scopes: but(TOKEN_SCOPES) } }));
    return token;
  };
  tokenOf = (staff, without) => {
    const key = `${staff} ${without}`;
    const token = made.get(key) ?? make(staff, without);
    made.set(key, token);
    return token;
  };
});
afterAll(() => test.close());

const asked = Object.entries<RouteSpec>(routes).filter(
  ([name, { permission }]) => permission !== 'anyone' && permission !== 'metrics_token' && name !== 'openLive',
);

describe.each(asked)('%s', (name, spec) => {
  const code = async (token: string) => {
    const answer = await attempt(test, name as RouteName, {
      params: Object.fromEntries([...spec.path.matchAll(/:(\w+)/gu)].map(([, param = '']) => [param, randomUUID()])),
      // The cookie of somebody else counts for nothing beside a token.
      cookie: await test.signIn('admin@vendor.example'),
      headers: { authorization: `Bearer ${token}`, 'if-match': '"1"', 'tus-resumable': '1.0.0' },
    });
    expect(answer.statusCode).not.toBe(401);
    return answer.statusCode === 403 && spec.method !== 'HEAD' ? answer.json<{ code: string }>().code : null;
  };

  it.each([false, true])('opens by its scope alone (staff: %s)', async (staff) => {
    const withAll = await code(await tokenOf(staff, undefined));
    const possible: readonly string[] = staff ? STAFF_TOKEN_SCOPES : TOKEN_SCOPES;
    if (spec.scope === undefined) expect(withAll).toBe('token_not_allowed');
    else if (spec.scope === 'any' || possible.includes(spec.scope)) expect(withAll).not.toBe('token_not_allowed');
    if (spec.scope === undefined || spec.scope === 'any' || spec.method === 'HEAD') return;
    expect(await code(await tokenOf(staff, spec.scope))).toBe('token_not_allowed');
  });
});
