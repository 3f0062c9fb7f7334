import { useSyncExternalStore } from 'react';

export type LiveState = 'connecting' | 'live' | 'offline';

let state: LiveState = 'connecting';
const listeners = new Set<() => void>();

/** The state of the live connection, for the dot in the top bar. */
export const liveState = {
  get: (): LiveState => state,
  set(next: LiveState): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useLiveState = (): LiveState => useSyncExternalStore(liveState.subscribe, liveState.get);
