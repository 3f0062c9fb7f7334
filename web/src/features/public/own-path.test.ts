import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

const origin = 'https://portal.example';

test.each([
  ['/requests', '/requests'],
  ['/requests/1?tab=files#message-2', '/requests/1?tab=files#message-2'],
  ['/a/../requests', '/requests'],
  ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
])('%s is a path of this site', (next, path) => expect(ownPath(next, origin)).toBe(path));

test.each([
  '//evil.example',
  '/\\evil.example',
  '/a/..//evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'requests',
  '',
  undefined,
  7,
])('%j leads away, or nowhere', (next) => expect(ownPath(next, origin)).toBeUndefined());
