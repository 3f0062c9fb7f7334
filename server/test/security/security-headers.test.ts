// What a browser is told: scripts only from here, no framing, no sniffing, nothing kept, cookies out of reach.
// Seen as: CVE-2026-40497 (FreeScout, style injection), CVE-2022-25802 (RT, sniffed types).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, attempt, callerOf } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const COMMON = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
};

it('protects every answer of the API, refusals and streams included', async () => {
  for (const [name, spec] of ALL_ROUTES) {
    for (const cookie of name === 'openLive' ? [''] : ['', await test.signIn(callerOf(spec))]) {
      const answer = await attempt(test, name, {
        params: { id: '0198a5c2-0000-7000-8000-000000000000' },
        ...(name === 'signOut' ? {} : { cookie }),
        headers: { 'tus-resumable': '1.0.0' },
      });
      expect(answer.headers, `${name} ${answer.statusCode}`).toMatchObject(COMMON);
      expect(answer.headers['content-security-policy'], name).toMatch(/default-src 'none'/u);
      // The feed of releases is everybody's: readers keep it, and ask whether it has changed.
      const kept = name === 'getReleaseFeed' ? 'no-cache' : 'no-store';
      expect(answer.headers['cache-control'], name).toContain(kept);
    }
  }
  const stream = await test.app.inject({
    method: 'GET',
    url: '/api/v1/live',
    headers: { cookie: await test.signIn('anna@acme.example') },
    payloadAsStream: true,
  });
  expect(stream.statusCode).toBe(200);
  expect(stream.headers).toMatchObject(COMMON);
  stream.stream().destroy();
});

it('gives the page a strict policy with a new nonce each time', async () => {
  const pages = await Promise.all(['/', '/sign-in', '/portal'].map((url) => test.app.inject({ method: 'GET', url })));
  const nonces = new Set<string>();
  for (const page of pages) {
    // Without a built web there is no page to protect.
    if (page.statusCode === 404) continue;
    expect(page.headers).toMatchObject(COMMON);
    const policy = String(page.headers['content-security-policy']);
    const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
    expect(rules['default-src']).toBe("default-src 'none'");
    expect(rules['script-src']).toBe("script-src 'self'");
    expect(rules['frame-ancestors']).toBe("frame-ancestors 'none'");
    expect(rules['base-uri']).toBe("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe-|\*|https?:/u);
    const nonce = /nonce-([^']+)/u.exec(policy)?.[1] ?? '';
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    expect(page.body).toContain(nonce);
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|__CSP_NONCE__/u);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(pages.filter(({ statusCode }) => statusCode === 200).length);
});

it('keeps cookies from scripts, and behind TLS from everything but this host', async () => {
  const given = { body: { email: 'anna@acme.example', password: 'demo demo demo' } };
  const [cookie] = (await attempt(test, 'signIn', given)).cookies;
  expect(cookie).toMatchObject({ name: 'session', httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(cookie).not.toHaveProperty('domain');

  const secure = await startTestApp({ config: { publicUrl: 'https://localhost' } });
  const answer = await attempt(secure, 'signIn', given);
  expect(answer.cookies[0]).toMatchObject({
    name: '__Host-session',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    path: '/',
  });
  expect(answer.cookies[0]).not.toHaveProperty('domain');
  expect(answer.headers['strict-transport-security']).toMatch(/max-age=31536000/u);
  await secure.close();
});
