import { queueLookedInto } from '@companyaccount/contract';
import { describe, expect, it } from 'vitest';
import { nextOf, queueQuery, readQueueSearch, sortOf } from './queue-search.ts';

const READER = '01a206fe-89cf-7552-b605-9f1519289771';

describe('the address bar of a desk', () => {
  it('names a queue, which filters narrow', () => {
    const search = readQueueSearch('support')({ queue: 'mine', language: 'de' });
    expect(queueQuery('support', search, READER)).toEqual({
      desk: 'support',
      status: ['new', 'open', 'waiting_for_customer'],
      owner: 'me',
      language: 'de',
      sort: 'promise',
    });
  });

  it.each([{ q: 'mail' }, { status: 'closed' }, { owner: 'nobody' }] as const)(
    'looks through all of the desk by %o',
    (part) => {
      const search = { queue: 'mine', ...part } as const;
      expect(queueLookedInto(search)).toBeNull();
      expect(sortOf(search)).toBe('-updated');
      expect(queueQuery('lab', search, READER)).not.toHaveProperty('escalated');
      expect(queueQuery('lab', { queue: 'escalated', ...part }, READER)).not.toHaveProperty('escalated');
    },
  );

  it('knows no kind of the other desk, nor another desk, nor authors', () => {
    expect(readQueueSearch('support')({ kind: 'cure', desk: 'lab', author: 'me' })).toEqual({});
    expect(readQueueSearch('lab')({ kind: 'cure' })).toEqual({ kind: 'cure' });
  });
});

describe('what the next request is taken of', () => {
  it('is the list, whoever has what stands in it', () => {
    expect(nextOf('support', { queue: 'mine', language: 'de', sort: 'number' }, READER)).toEqual({
      desk: 'support',
      language: 'de',
    });
    expect(nextOf('lab', { queue: 'escalated', promise: 'late' }, READER)).toEqual({
      desk: 'lab',
      escalated: true,
      promise: 'late',
    });
    expect(nextOf('lab', { status: 'new', view: READER }, READER)).toEqual({ desk: 'lab', status: 'new' });
  });

  it.each([
    { q: 'mail' },
    { queue: 'resolved' },
    { queue: 'waiting_for_customer' },
    { status: 'closed' },
    { owner: READER },
  ] as const)('is nothing for %o', (search) => expect(nextOf('support', search, READER)).toBeNull());
});
