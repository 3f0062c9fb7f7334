import { useSyncExternalStore } from 'react';

const EVERY_MS = 30_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, EVERY_MS);
  // The clock stood still while nobody looked at it.
  if (Date.now() - now > EVERY_MS) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present time in milliseconds, one clock for the whole page, moving every half minute. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
