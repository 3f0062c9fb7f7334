import { describe, expect, it } from 'vitest';
import { filterQuery, isFiltered, readRequestFilters, withFilter } from './request-filters.ts';

const READER = '01a206fe-89cf-7552-b605-9f1519289771';

describe('the address bar of a list of requests', () => {
  it('is read back as it was written', () => {
    const search = {
      q: '«mail» 7031',
      desk: 'lab',
      status: 'open',
      severity: 2,
      promise: 'at_risk',
      olderThan: 7,
      plan: READER,
      tag: 'известная-ошибка',
      product: READER,
      language: 'ja',
      author: 'me',
      owner: 'nobody',
      from: '2026-11-01',
      to: '2026-11-30',
      sort: 'promise',
    };
    expect(readRequestFilters(search)).toEqual(search);
  });

  it('loses what it does not know', () => {
    const search = {
      desk: 'kitchen',
      severity: 9,
      olderThan: 2,
      promise: 'broken',
      plan: 'Gold',
      tag: 'Known Bug',
      product: "1' or 1",
      language: 'Klingon',
      author: 'you',
      page: 3,
    };
    expect(readRequestFilters({ ...search, owner: '-', from: '1 May', to: '2026-99-99' })).toEqual({});
  });

  it('becomes the query, with days as moments and oneself as an id', () => {
    const query = filterQuery({ status: 'resolved', author: 'me', from: '2026-11-01', to: '2026-11-02' }, READER);
    expect(query).toMatchObject({ status: ['resolved'], author: READER });
    expect(Date.parse(query.to ?? '') - Date.parse(query.from ?? '')).toBe(2 * 24 * 3_600_000 - 1);
  });

  it('is a filter unless it only sorts', () => {
    expect(isFiltered({ sort: 'number' })).toBe(false);
    expect(isFiltered({ kind: undefined })).toBe(false);
    expect(isFiltered({ kind: 'cure' })).toBe(true);
    expect(isFiltered({ q: 'mail' })).toBe(true);
  });
});

describe('changing one filter', () => {
  it('keeps the others and the order, and takes away what has no value', () => {
    const filters = { q: 'mail', language: 'de', severity: 2, sort: 'number' } as const;
    expect(withFilter(filters, 'severity', '3')).toEqual({ ...filters, severity: 3 });
    expect(withFilter(filters, 'language', undefined)).toEqual({ q: 'mail', severity: 2, sort: 'number' });
  });

  it('drops a kind that the desk does not have', () => {
    expect(withFilter({ kind: 'cure' }, 'desk', 'support')).toEqual({ desk: 'support' });
    expect(withFilter({ kind: 'cure' }, 'desk', 'lab')).toEqual({ desk: 'lab', kind: 'cure' });
    expect(withFilter({ desk: 'lab', kind: 'cure' }, 'desk', undefined)).toEqual({ kind: 'cure' });
  });
});
