import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keys } from './keys.ts';
import { liveInvalidations } from './live-invalidations.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A list whose fetches take so long, shown all the time. */
function shownList(fetchMs: (nth: number) => number) {
  const client = new QueryClient();
  const fetches: { began: number; ended: boolean }[] = [];
  const observer = new QueryObserver(client, {
    queryKey: keys.requestList({}),
    queryFn: async () => {
      const fetched = { began: Date.now(), ended: false };
      fetches.push(fetched);
      await new Promise((done) => setTimeout(done, fetchMs(fetches.length)));
      fetched.ended = true;
      return fetches.length;
    },
  });
  const stop = observer.subscribe(() => undefined);
  return { client, fetches, shown: () => observer.getCurrentResult().data, stop };
}

const event = { id: '1', type: 'request_changed', requestId: '01a206f7-0000-7000-8000-000000000001' } as const;

it('fetches once for all that comes in a quarter of a second', async () => {
  const { client, fetches, stop } = shownList(() => 10);
  await vi.advanceTimersByTimeAsync(20);
  const { add } = liveInvalidations(client);
  for (let nth = 0; nth < 20; nth += 1) {
    add(event);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetches).toHaveLength(2);
  stop();
});

it('shows something new all the while when changes come faster than they can be fetched, and the last at the end', async () => {
  const { client, fetches, shown, stop } = shownList(() => 400);
  await vi.advanceTimersByTimeAsync(500);
  const { add } = liveInvalidations(client);
  let last = 0;
  for (let nth = 0; nth < 100; nth += 1) {
    add(event);
    last = Date.now();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(shown()).toBeGreaterThan(5);
  await vi.advanceTimersByTimeAsync(2000);
  expect(fetches.every(({ ended }) => ended)).toBe(true);
  expect(fetches.at(-1)?.began).toBeGreaterThan(last);
  expect(fetches.length).toBeLessThan(12);
  stop();
});

it('goes on when a fetch hangs', async () => {
  const { client, fetches, stop } = shownList((nth) => (nth === 2 ? 60_000 : 10));
  await vi.advanceTimersByTimeAsync(20);
  const { add } = liveInvalidations(client);
  add(event);
  await vi.advanceTimersByTimeAsync(300);
  add(event);
  await vi.advanceTimersByTimeAsync(5500);
  expect(fetches.map(({ ended }) => ended)).toEqual([true, false, true]);
  stop();
});

it('fetches again what was being fetched for the first time when it changed', async () => {
  const { client, fetches, stop } = shownList(() => 600);
  const { add } = liveInvalidations(client);
  await vi.advanceTimersByTimeAsync(100);
  add(event);
  await vi.advanceTimersByTimeAsync(2000);
  expect(fetches.map(({ ended }) => ended)).toEqual([true, true]);
  stop();
});
