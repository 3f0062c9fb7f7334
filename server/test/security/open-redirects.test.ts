// Redirects to a place somebody else names: no route redirects at all.
// Seen as: CVE-2022-25803 (RT).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, callerOf, fileRequest, GOOD_BODIES, mailsTo, paramsOf } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('sends nobody anywhere', async () => {
  const request = await fileRequest(test);
  const target = {
    callbackURL: 'https://evil.example',
    redirectTo: 'https://evil.example',
    returnTo: '//evil.example',
    next: '//evil.example',
  };
  for (const [name, spec] of ALL_ROUTES) {
    if (name === 'openLive' || name === 'signOut') continue;
    const answer = await attempt(test, name, {
      params: paramsOf(spec, request),
      query: target,
      body: GOOD_BODIES[name],
      cookie: await test.signIn(callerOf(spec)),
      headers: {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'tus-resumable': '1.0.0',
        'upload-length': '1',
      },
    });
    expect(Math.floor(answer.statusCode / 100), name).not.toBe(3);
    // An upload's address is the one thing that is told; it is a path of ours.
    if (answer.headers.location !== undefined)
      expect(String(answer.headers.location), name).toMatch(/^\/api\/v1\/uploads\//u);
  }
});

it('redirects from no address of the page, however it is written', async () => {
  for (const url of [
    '/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/sign-in?next=//evil.example',
    '/assets',
    '/assets/',
    '/api',
    '/api/',
    '/api/auth',
    '/api/v1/',
  ]) {
    const answer = await test.app.inject({ method: 'GET', url });
    expect([200, 404], url).toContain(answer.statusCode);
    expect(answer.headers.location, url).toBeUndefined();
    expect(answer.body, url).not.toContain('evil.example');
  }
});

it('mounts nothing of the sign-in library but what the contract names', async () => {
  const paths = [
    'sign-up/email',
    'verify-email',
    'reset-password/token?callbackURL=https://evil.example',
    'change-email',
    'update-user',
    'list-sessions',
    'delete-user',
    'callback/github',
    'sign-in/social',
    'error',
    'ok',
  ];
  for (const path of paths) {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await test.app.inject({
        method,
        url: `/api/auth/${path}`,
        ...(method === 'POST' ? { payload: {} } : {}),
      });
      expect(answer.statusCode, `${method} ${path}`).toBe(404);
    }
  }
});

it('writes links to this installation only, whatever host was asked', async () => {
  await attempt(test, 'requestPasswordReset', {
    body: { email: 'anna@acme.example' },
    headers: { host: 'evil.example', origin: 'http://evil.example' },
  });
  const [mail] = await mailsTo(test, 'anna@acme.example');
  expect(mail?.text).toContain('http://localhost/reset-password#');
  expect(mail?.text).not.toContain('evil');
});
