import { describe, expect, it } from 'vitest';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import type { PromisedTime } from './promise.ts';
import { ESCALATED, LEADS_WARNED, nextWatch, OWNER_WARNED, type Watch, watchAfter } from './watch.ts';

const now = new Date('2026-11-23T10:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const running = (minutes: number) => ({ at: inMinutes(minutes), paused: false, left: null });
const PAUSED = { at: null, paused: true, left: 10 };
const NONE = { at: null, paused: false, left: null };
const FRESH = { at: null, stage: 0 };
const after = (watch: Watch, before: PromisedTime, to: PromisedTime, renewed: boolean) =>
  watchAfter(watch, before, to, renewed, AROUND_THE_CLOCK, now);

describe('the watch over a promise', () => {
  it('begins when a quarter of its time is left', () => {
    expect(after(FRESH, NONE, running(80), true)).toEqual({ at: inMinutes(60), stage: 0 });
    // Two hours on Mondays, of which it is the second.
    const rare = { timeZone: 'Europe/Berlin', hours: [{ day: 1, from: '10:00', to: '12:00' }], holidays: [] };
    const promise = { at: new Date('2026-11-30T10:00:00Z'), paused: false, left: null };
    expect(watchAfter(FRESH, NONE, promise, true, rare, now).at).toEqual(new Date('2026-11-30T09:30:00Z'));
  });

  it('begins at once where minutes are left', () => {
    expect(after(FRESH, PAUSED, running(4), false)).toEqual({ at: now, stage: 0 });
  });

  it('goes on while the promise stands, and begins anew where it was moved', () => {
    const warned = { at: inMinutes(5), stage: OWNER_WARNED };
    expect(after(warned, running(10), running(10), false)).toEqual(warned);
    expect(after(warned, running(10), running(40), false)).toEqual({ at: inMinutes(30), stage: 0 });
    expect(after(warned, running(10), PAUSED, false)).toEqual(FRESH);
  });

  it('does not escalate what has been escalated until the vendor has spoken', () => {
    const done = { at: null, stage: ESCALATED };
    expect(after(done, running(-10), PAUSED, false)).toEqual(done);
    expect(after(done, PAUSED, running(0), false)).toEqual(done);
    expect(after(done, running(-10), running(40), true)).toEqual({ at: inMinutes(30), stage: 0 });
    expect(after(done, running(-10), NONE, false)).toEqual(FRESH);
  });

  it('warns the owner, then the leads, and escalates in the end', () => {
    const next = (stage: number, minutes: number, hasOwner = true) =>
      nextWatch({ stage, promised: inMinutes(minutes), hasOwner }, AROUND_THE_CLOCK, now);
    expect(next(0, 20)).toEqual({ stage: OWNER_WARNED, next: inMinutes(10) });
    expect(next(OWNER_WARNED, 10)).toEqual({ stage: LEADS_WARNED, next: inMinutes(10) });
    expect(next(0, 20, false)).toEqual({ stage: LEADS_WARNED, next: inMinutes(20) });
    expect(next(LEADS_WARNED, 0)).toEqual({ stage: ESCALATED, next: null });
    expect(next(0, -1)).toEqual({ stage: ESCALATED, next: null });
  });
});
