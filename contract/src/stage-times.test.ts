import type { TimelineEntry } from './timeline.ts';
import { expect, it } from 'vitest';
import { stageTimes } from './stage-times.ts';

const entry = (type: TimelineEntry['type'], to: string | null, minute: number): TimelineEntry => ({
  id: `${minute}`,
  type,
  actor: null,
  createdAt: `2026-11-23T12:${minute}:00Z`,
  visibility: 'public',
  field: null,
  from: null,
  to,
  reason: null,
});

it('knows when each stage was reached last, whatever led to it', () => {
  const times = stageTimes([
    entry('created', null, 10),
    entry('stage_changed', 'automatic_result', 11),
    entry('assigned', 'Somebody', 12),
    entry('stage_changed', 'with_analyst', 12),
    entry('status_changed', 'waiting_for_customer', 13),
    entry('status_changed', 'open', 14),
    entry('status_changed', 'resolved', 15),
  ]);
  expect(times).toEqual({
    received: '2026-11-23T12:10:00Z',
    automatic_result: '2026-11-23T12:11:00Z',
    with_analyst: '2026-11-23T12:14:00Z',
    need_information: '2026-11-23T12:13:00Z',
    final_verdict: '2026-11-23T12:15:00Z',
  });
});
