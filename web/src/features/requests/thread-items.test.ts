import type { Message, TimelineEntry } from '@companyaccount/contract';
import { describe, expect, it } from 'vitest';
import { threadItems } from './thread-items.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

const message = (id: string, minute: number, authorId = 'engineer'): Message => ({
  id,
  requestId: 'request',
  author: { id: authorId, name: 'Name', side: 'vendor' },
  visibility: 'public',
  byMail: false,
  quoted: null,
  unconfirmedFrom: null,
  text: 'text',
  createdAt: at(minute),
  correctedAt: null,
  correctableUntil: null,
  version: 1,
  attachments: [],
});

const entry = (id: string, minute: number): TimelineEntry => ({
  id,
  type: 'status_changed',
  actor: null,
  createdAt: at(minute),
  visibility: 'public',
  field: null,
  from: 'new',
  to: 'open',
  reason: null,
});

const kinds = (...input: Parameters<typeof threadItems>): string[] =>
  threadItems(...input).map(({ kind, id }) => `${kind} ${id}`);

describe('threadItems', () => {
  it('orders by time and gathers entries that follow each other', () => {
    const messages = [message('m1', 0), message('m2', 10)];
    const timeline = [entry('e1', 1), entry('e2', 2), entry('e3', 11)];
    expect(kinds({ messages, timeline, lastReadAt: null, readerId: 'reader' })).toEqual([
      'message m1',
      'entries e1',
      'message m2',
      'entries e3',
    ]);
  });

  it('divides before the first message of somebody else since the last visit', () => {
    const messages = [message('m1', 0), message('mine', 6, 'reader'), message('m2', 7), message('m3', 8)];
    expect(kinds({ messages, timeline: [], lastReadAt: at(5), readerId: 'reader' })).toEqual([
      'message m1',
      'message mine',
      'new new',
      'message m2',
      'message m3',
    ]);
  });

  it('divides nothing on the first visit and when nothing is new', () => {
    const messages = [message('m1', 0)];
    expect(kinds({ messages, timeline: [], lastReadAt: null, readerId: 'reader' })).toEqual(['message m1']);
    expect(kinds({ messages, timeline: [], lastReadAt: at(5), readerId: 'reader' })).toEqual(['message m1']);
  });
});
