import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { sessionTokenOf } from './session-cookie.ts';

const cookie = { name: 'session', secret: 'a secret', secure: false };
const signed = (token: string, secret = cookie.secret) =>
  encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);

it('reads the token of the cookie that was signed here, whatever stands around it', () => {
  expect(sessionTokenOf(cookie, `session=${signed('t.o-ken')}`)).toBe('t.o-ken');
  expect(sessionTokenOf(cookie, `a=b; session-short=1;  session=${signed('token')} ; c`)).toBe('token');
});

it.each([
  '',
  'session',
  'session=',
  'session=token',
  'session=token.',
  'session=.',
  'session=%zz',
  `session=${signed('token').slice(0, -4)}`,
  `session=${signed('token', 'another secret')}`,
  `session=x${signed('token')}`,
  `Session=${signed('token')}`,
  `session-short=${signed('token')}`,
  // Only the first of several counts, so nobody can add one that is tried after it.
  `session=token.AAAA; session=${signed('token')}`,
])('takes no token from %j', (header) => {
  expect(sessionTokenOf(cookie, header)).toBeNull();
});
