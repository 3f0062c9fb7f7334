import { expect, test } from 'vitest';
import { auditFilters, isFiltered, readAuditSearch } from './audit-search.ts';

test('the address bar gives only filters that make sense', () => {
  const id = '0198a5c2-0000-7000-8000-000000000001';
  const search = { action: 'mail.read', person: id, object: 'x', from: '2026-11-01', to: '2026-11-30' };
  expect(readAuditSearch(search)).toEqual(search);
  expect(readAuditSearch({ action: 'x', person: '1', company: {}, object: '', from: 'today', to: 7 })).toEqual({});
});

test('days become moments where the reader is, and impossible days nothing', () => {
  expect(auditFilters({ action: 'mail.read', from: '2026-11-01', to: '2026-11-01' })).toEqual({
    action: 'mail.read',
    from: new Date('2026-11-01T00:00:00').toISOString(),
    to: new Date('2026-11-01T23:59:59.999').toISOString(),
  });
  expect(auditFilters({ from: '2026-99-01' })).toEqual({});
  expect(isFiltered({})).toBe(false);
  expect(isFiltered({ action: undefined, object: 'x' })).toBe(true);
});
