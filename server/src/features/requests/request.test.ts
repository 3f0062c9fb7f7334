import { RESOLUTIONS, STATUSES } from '@companyaccount/contract/requests';
import { describe, expect, it } from 'vitest';
import {
  actionsFor,
  excerptOf,
  type Facts,
  formatNumber,
  labStageFor,
  mayMove,
  type Reader,
  statusAfterMessage,
  stepsTo,
  waitingFor,
  worksOn,
} from './request.ts';

const NOW = new Date('2026-11-23T12:00:00Z');

describe('a request', () => {
  it('has a number people can say', () => {
    expect(formatNumber('support', 104_233)).toBe('TS-104233');
    expect(formatNumber('lab', 10_871)).toBe('VL-10871');
  });

  it.each([
    ['new', 'customer', 'new'],
    ['new', 'vendor', 'open'],
    ['open', 'customer', 'open'],
    ['open', 'vendor', 'open'],
    ['waiting_for_customer', 'customer', 'open'],
    ['waiting_for_customer', 'vendor', 'waiting_for_customer'],
    ['resolved', 'customer', 'open'],
    ['resolved', 'vendor', 'resolved'],
    ['closed', 'customer', 'open'],
    ['closed', 'vendor', null],
  ] as const)('in status %s, after a word of the %s, is %s', (status, side, after) => {
    expect(statusAfterMessage({ status, since: NOW }, side, NOW)).toBe(after);
  });

  it('that was closed 30 days ago takes no word any more', () => {
    const closed = { status: 'closed', since: new Date('2026-10-24T12:00:00Z') } as const;
    expect(statusAfterMessage(closed, 'customer', new Date('2026-11-23T11:59:59Z'))).toBe('open');
    expect(statusAfterMessage(closed, 'customer', NOW)).toBeNull();
  });

  it('moves from closed only to open, and never to new', () => {
    for (const status of STATUSES) {
      expect(mayMove({ status: 'closed', since: NOW }, status, NOW)).toBe(status === 'open');
      expect(mayMove({ status, since: NOW }, 'new', NOW)).toBe(false);
      expect(mayMove({ status, since: NOW }, status, NOW)).toBe(false);
    }
    expect(RESOLUTIONS).toContain('answered');
    expect(mayMove({ status: 'closed', since: new Date('2026-10-24T12:00:00Z') }, 'open', NOW)).toBe(false);
  });

  it.each([
    ['new', 'open', ['open']],
    ['resolved', 'waiting_for_customer', ['open', 'waiting_for_customer']],
    ['closed', 'resolved', ['open', 'resolved']],
    ['open', 'closed', ['resolved', 'closed']],
    ['open', 'open', []],
  ] as const)('gets from %s to %s by %j', (from, to, steps) => {
    expect(stepsTo(from, to)).toEqual(steps);
  });

  it('has a stage only in the lab', () => {
    for (const status of STATUSES) {
      expect(labStageFor('support', status)).toBeNull();
      expect(labStageFor('lab', status)).not.toBeNull();
    }
  });

  it('waits for one side or nobody', () => {
    expect(STATUSES.map(waitingFor)).toEqual(['vendor', 'vendor', 'customer', null, null]);
  });
});

describe('what one may do with it', () => {
  const facts = {
    desk: 'support',
    status: 'open',
    since: NOW,
    resolution: null,
    escalated: false,
    labStage: null,
    verdictAt: null,
    disputedAt: null,
    authorId: 'boris',
    ownerId: null,
    isMerged: false,
  } as const;
  const mayDo = (reader: Reader, more: Partial<Facts> = {}) => actionsFor(reader, { ...facts, ...more }, NOW);
  const staff = (...roles: ('engineer' | 'analyst' | 'lead' | 'admin')[]) =>
    ({ side: 'vendor', personId: 'erik', roles }) as const;

  const member = (personId: string, role: 'administrator' | 'user') =>
    ({ side: 'customer', personId, role, mayWrite: true }) as const;

  it('is for staff of the desk and leads', () => {
    expect(worksOn(['engineer'], 'support')).toBe(true);
    expect(worksOn(['engineer'], 'lab')).toBe(false);
    expect(worksOn(['lead'], 'lab')).toBe(true);
    expect(mayDo(staff('analyst'))).toEqual([]);
    expect(mayDo(staff('admin'))).toEqual([]);
    expect(mayDo(staff('engineer')).toSorted()).toEqual([
      'ask_customer',
      'assign',
      'edit',
      'merge',
      'note',
      'reply',
      'resolve',
      'split',
      'take',
    ]);
    expect(mayDo(staff('engineer'), { status: 'resolved', ownerId: 'erik' }).toSorted()).toEqual([
      'assign',
      'close',
      'edit',
      'merge',
      'note',
      'reopen',
      'reply',
      'split',
    ]);
  });

  it('is nothing where it goes on in another one', () => {
    for (const reader of [staff('lead'), member('anna', 'administrator')]) {
      expect(mayDo(reader, { isMerged: true })).toEqual([]);
    }
  });

  it('lets members answer, and whoever filed it or administers correct it', () => {
    expect(mayDo(member('boris', 'user'))).toEqual(['reply', 'escalate', 'edit', 'withdraw']);
    expect(mayDo(member('anna', 'administrator'))).toEqual(['reply', 'escalate', 'edit', 'withdraw']);
    expect(mayDo(member('bela', 'user'))).toEqual(['reply', 'escalate']);
  });

  it('lets them escalate while the vendor is awaited, once, and rate what the vendor resolved', () => {
    expect(mayDo(member('bela', 'user'), { escalated: true })).toEqual(['reply']);
    expect(mayDo(member('bela', 'user'), { status: 'waiting_for_customer' })).toEqual(['reply']);
    const may = (status: Facts['status'], resolution: Facts['resolution']) =>
      mayDo(member('boris', 'user'), { status, resolution }).includes('rate');
    expect([may('resolved', 'fixed'), may('closed', 'workaround'), may('closed', 'no_response')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([may('closed', 'withdrawn'), may('open', null)]).toEqual([false, false]);
    expect(mayDo(member('bela', 'user'), { status: 'resolved', resolution: 'fixed' })).toEqual(['reply']);
  });

  it('lets them close what is resolved, and open it again for 30 days after it was closed', () => {
    const long = { status: 'closed', since: new Date('2026-10-20T12:00:00Z') } as const;
    expect(mayDo(member('boris', 'user'), { status: 'resolved' })).toEqual(['reply', 'edit', 'close', 'reopen']);
    expect(mayDo(member('boris', 'user'), { status: 'closed' })).toEqual(['reply', 'reopen']);
    expect(mayDo(member('bela', 'user'), { status: 'closed' })).toEqual(['reply']);
    expect(mayDo(member('bela', 'user'), long)).toEqual(['follow_up']);
    expect(mayDo(staff('engineer'), { status: 'closed' })).toEqual(['reopen', 'merge']);
    expect(mayDo(staff('engineer'), long)).toEqual([]);
  });

  it('lets members only read while their licenses are suspended', () => {
    const reader = { side: 'customer', personId: 'anna', role: 'administrator', mayWrite: false } as const;
    expect(mayDo(reader)).toEqual([]);
    expect(mayDo(reader, { status: 'closed' })).toEqual([]);
  });
});

describe('the excerpt of a message', () => {
  it('is one line of plain text, cut between characters', () => {
    expect(excerptOf('# Hello\n\n> quoted **bold** `code`\n```\nlong log\n```\nend')).toBe(
      'Hello quoted bold code end',
    );
    expect(Array.from(excerptOf('🙂'.repeat(300)))).toHaveLength(200);
    expect(excerptOf('  \n ')).toBe('');
  });
});
