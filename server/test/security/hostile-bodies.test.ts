// Bodies made to break the program: text that PostgreSQL cannot keep, polluted prototypes, endless nesting, numbers out
// of range, and more than anybody needs to send. Nothing of it may end in a fault of ours.
// Seen as: CVE-2026-48187 (OTRS, input that exhausts), CVE-2022-24999 (qs, polluted prototypes).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, bodySchemaOf, callerOf, fileRequest, GOOD_BODIES, paramsOf } from './attack.ts';

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
const send = async ({ name, spec }: (typeof withBody)[number], body: unknown) =>
  attempt(test, name, {
    params: paramsOf(spec, request),
    body,
    cookie: await test.signIn(callerOf(spec)),
    headers: spec.versioned === true ? { 'if-match': '"1"' } : {},
  });

it('knows a good body for every route that takes one', () => {
  expect(withBody.map(({ name }) => name).toSorted()).toEqual(Object.keys(GOOD_BODIES).toSorted());
});

describe.each(withBody)('$name', (route) => {
  const texts = Object.entries(route.schema.properties).filter(
    ([, property]) => property['type'] === 'string' && property['enum'] === undefined,
  );

  it('refuses NUL and half characters in every text field, and names the field', async () => {
    for (const [field, property] of texts) {
      for (const hostile of ['nul \0 inside, long enough', 'half \ud83d of a character', '\udc00', '\0'.repeat(30)]) {
        const answer = await send(route, { ...GOOD_BODIES[route.name], [field]: hostile });
        expect(answer.statusCode, `${field} ${JSON.stringify(hostile)}`).toBe(422);
        expect(
          answer.json().errors.map(({ pointer }: { pointer: string }) => pointer),
          JSON.stringify(property),
        ).toContain(`/${field}`);
      }
    }
  });

  it('refuses texts of half a megabyte', async () => {
    for (const [field] of texts) {
      const answer = await send(route, { ...GOOD_BODIES[route.name], [field]: 'a@'.repeat(200_000) });
      expect(answer.statusCode, field).toBe(422);
    }
  });

  it('refuses whatever is no object of its fields', async () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const bodies: [string, number[]][] = [
      ['', [400]],
      ['{', [400]],
      ['null', [422]],
      ['[]', [422]],
      ['"text"', [422]],
      ['1e999999', [422]],
      [nested(100_000), [422]],
      [`{"a":${nested(100_000)}}`, [422]],
      [`{${'"a":{'.repeat(50_000)}${'}'.repeat(50_001)}`, [422]],
      ['{"__proto__":{"admin":true}}', [400, 422]],
      ['{"constructor":{"prototype":{"admin":true}}}', [400, 422]],
      ['{"\\u005f_proto__":{"admin":true}}', [400, 422]],
      [`{${Array.from({ length: 40_000 }, (_, n) => `"f${n}":0`).join(',')}}`, [422]],
      [`${' '.repeat(600_000)}{}`, [413]],
    ];
    for (const [body, statuses] of bodies) {
      const answer = await send(route, body);
      expect(statuses, `${body.slice(0, 40)} → ${answer.body.slice(0, 200)}`).toContain(answer.statusCode);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('takes only JSON', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ]) {
      const answer = await attempt(test, route.name, {
        params: paramsOf(route.spec, request),
        body: JSON.stringify(GOOD_BODIES[route.name]),
        cookie: await test.signIn(callerOf(route.spec)),
        headers: { 'content-type': type },
      });
      expect(answer.statusCode, type).toBe(415);
    }
  });
});

it('keeps numbers within their bounds', async () => {
  const anna = await test.signIn('anna@acme.example');
  for (const severity of ['0', '5', '1.5', '-1', '1e308', '99999999999999999999', '"1"', 'true', '[1]']) {
    const body = `{"desk":"support","kind":"malfunction","subject":"Number","text":"text","severity":${severity}}`;
    expect((await attempt(test, 'createRequest', { body, cookie: anna })).statusCode, severity).toBe(422);
  }
});

it('takes the last of two fields of one name, and validates that one', async () => {
  const anna = await test.signIn('anna@acme.example');
  const body = '{"desk":"lab","kind":"malfunction","subject":"Twice","text":"text","desk":"support"}';
  const answer = await attempt(test, 'createRequest', { body, cookie: anna });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({ desk: 'support' });
});

it('answers to a hundred thousand array items in good time', async () => {
  const anna = await test.signIn('anna@acme.example');
  for (const item of ['"a"', '{}', '[]', '0']) {
    const body = `{"text":"x","uploads":[${Array.from({ length: 100_000 }, () => item).join(',')}]}`;
    const began = performance.now();
    const answer = await attempt(test, 'createMessage', {
      params: { id: request },
      body,
      cookie: anna,
    });
    expect(answer.statusCode).toBe(422);
    expect(performance.now() - began).toBeLessThan(3000);
  }
});

it('answers to addresses and headers that cannot be read', async () => {
  const anna = await test.signIn('anna@acme.example');
  for (const url of [
    '/%',
    '/api/v1/requests/%zz',
    '/api/v1/requests/%00',
    '/api/v1/requests/..%2f..%2fetc',
    `/api/v1/requests/${'a'.repeat(5000)}`,
    '//evil.example/%',
    '/assets/..%2f..%2fpackage.json',
  ]) {
    const answer = await test.app.inject({ method: 'GET', url, headers: { cookie: anna } });
    expect([404], `${url} ${answer.body.slice(0, 80)}`).toContain(answer.statusCode);
    expect(answer.headers['content-type'], url).toContain('application/problem+json');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
  for (const ifMatch of ['', '*', '"99999999999999999999"', '"-1"', '"1" , "2"', 'W/"x"']) {
    const answer = await attempt(test, 'patchRequest', {
      params: { id: request },
      body: { subject: 'Moved' },
      cookie: anna,
      headers: { 'if-match': ifMatch },
    });
    expect([412, 428], ifMatch).toContain(answer.statusCode);
  }
  for (const cookie of [
    'session=',
    'session=%00',
    'session=a.b',
    `session=${'x'.repeat(3000)}`,
    'session=%ff%fe.x',
    ';;;=;',
    `${anna}; session=x`,
  ]) {
    const answer = await attempt(test, 'getMe', { cookie });
    expect([200, 401], cookie).toContain(answer.statusCode);
  }
  for (const last of ['-1', 'x', '999999999999999999', '9'.repeat(40)]) {
    const answer = await test.app.inject({
      method: 'GET',
      url: '/api/v1/live',
      headers: { cookie: anna, 'last-event-id': last },
      payloadAsStream: true,
    });
    expect(answer.statusCode, last).toBe(200);
    answer.stream().destroy();
  }
});

it('lets go of a connection on which nothing moves', () => {
  expect(test.app.server.timeout).toBe(120_000);
  expect(test.app.server.headersTimeout).toBeGreaterThan(0);
});
