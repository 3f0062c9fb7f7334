import type { FoundChange } from '@companyaccount/contract';
import { expect, it } from 'vitest';
import { knownBy } from './use-known-file.ts';

const change = (thing: FoundChange['thing'], how: FoundChange['change']): FoundChange => ({
  number: '2026.11.23.1',
  publishedAt: '2026-11-23T12:00:00Z',
  change: how,
  thing,
  name: 'Trojan.Any.Test.a',
});

it('reads the newest change as what it means for the file', () => {
  expect(knownBy(change('detection', 'added'))).toBe('detected');
  expect(knownBy(change('detection', 'changed'))).toBe('detected');
  expect(knownBy(change('detection', 'withdrawn'))).toBe('withdrawn');
  expect(knownBy(change('allowed_file', 'added'))).toBe('allowed');
  expect(knownBy(change('allowed_file', 'withdrawn'))).toBeNull();
  expect(knownBy(change('allowed_signature', 'added'))).toBeNull();
});
