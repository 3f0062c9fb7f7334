import type { Me } from '@companyaccount/contract';
import { describe, expect, it } from 'vitest';
import { historyQuery, isFiltered, readHistorySearch } from './history-search.ts';

const me: Me = {
  id: '01a206fe-89cf-7552-b605-9f1519289771',
  name: 'Name',
  email: 'name@company.example',
  language: 'en',
  timeZone: 'UTC',
  agentRoles: [],
  memberships: [],
  company: null,
  secondFactorMissing: false,
  version: 1,
};

describe('the address bar of the list of requests', () => {
  it('is read back as it was written', () => {
    const search = {
      q: '«mail» 7031',
      desk: 'lab',
      status: 'open',
      severity: 2,
      from: '2026-11-01',
      author: 'me',
      sort: 'promise',
    };
    expect(readHistorySearch(search)).toEqual(search);
  });

  it('loses what it does not know', () => {
    expect(readHistorySearch({ desk: 'kitchen', severity: 9, product: "1' or 1", from: '1 May', page: 3 })).toEqual({});
  });

  it('becomes the query, with days as moments and oneself as an id', () => {
    const query = historyQuery({ status: 'resolved', author: 'me', from: '2026-11-01', to: '2026-11-02' }, me);
    expect(query).toMatchObject({ status: ['resolved'], author: me.id, sort: '-created' });
    expect(Date.parse(query.to ?? '') - Date.parse(query.from ?? '')).toBe(2 * 24 * 3_600_000 - 1);
  });

  it('drops a day that is none', () => {
    expect(historyQuery({ from: '2026-99-99' }, me)).toEqual({ sort: '-created' });
  });

  it('is a filter unless it only sorts', () => {
    expect(isFiltered({ sort: 'number' })).toBe(false);
    expect(isFiltered({ kind: undefined })).toBe(false);
    expect(isFiltered({ kind: 'cure' })).toBe(true);
    expect(isFiltered({ q: 'mail' })).toBe(true);
  });
});
