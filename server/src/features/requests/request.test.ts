import { RESOLUTIONS, STATUSES } from '@companyaccount/contract/requests';
import { describe, expect, it } from 'vitest';
import {
  actionsFor,
  excerptOf,
  formatNumber,
  labStageFor,
  mayMove,
  statusAfterMessage,
  waitingFor,
  worksOn,
} from './request.ts';

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
    ['closed', 'customer', null],
    ['closed', 'vendor', null],
  ] as const)('in status %s, after a word of the %s, is %s', (status, side, after) => {
    expect(statusAfterMessage(status, side)).toBe(after);
  });

  it('moves nowhere from closed, and never to new', () => {
    for (const status of STATUSES) {
      expect(mayMove('closed', status)).toBe(false);
      expect(mayMove(status, 'new')).toBe(false);
      expect(mayMove(status, status)).toBe(false);
    }
    expect(RESOLUTIONS).toContain('answered');
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
  const facts = { desk: 'support', status: 'open', authorId: 'boris', ownerId: null } as const;
  const staff = (...roles: ('engineer' | 'analyst' | 'lead' | 'admin')[]) =>
    ({ side: 'vendor', personId: 'erik', roles }) as const;

  it('is for staff of the desk and leads', () => {
    expect(worksOn(['engineer'], 'support')).toBe(true);
    expect(worksOn(['engineer'], 'lab')).toBe(false);
    expect(worksOn(['lead'], 'lab')).toBe(true);
    expect(actionsFor(staff('analyst'), facts)).toEqual([]);
    expect(actionsFor(staff('admin'), facts)).toEqual([]);
    expect(actionsFor(staff('engineer'), facts).toSorted()).toEqual([
      'ask_customer',
      'assign',
      'edit',
      'note',
      'reply',
      'resolve',
      'take',
    ]);
    expect(actionsFor(staff('engineer'), { ...facts, status: 'resolved', ownerId: 'erik' }).toSorted()).toEqual([
      'assign',
      'edit',
      'note',
      'reopen',
      'reply',
    ]);
  });

  it('lets members answer, and whoever filed it or administers correct it', () => {
    const member = (personId: string, role: 'administrator' | 'user') =>
      ({ side: 'customer', personId, role, mayWrite: true }) as const;
    expect(actionsFor(member('boris', 'user'), facts)).toEqual(['reply', 'edit']);
    expect(actionsFor(member('anna', 'administrator'), facts)).toEqual(['reply', 'edit']);
    expect(actionsFor(member('bela', 'user'), facts)).toEqual(['reply']);
    expect(actionsFor(member('boris', 'user'), { ...facts, status: 'closed' })).toEqual([]);
  });

  it('lets members only read while their licenses are suspended', () => {
    const reader = { side: 'customer', personId: 'anna', role: 'administrator', mayWrite: false } as const;
    expect(actionsFor(reader, facts)).toEqual([]);
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
