import { type AnsweringNotice, PRESENCE_SECONDS } from '@companyaccount/contract';
import { useSyncExternalStore } from 'react';

/** Two reports may be lost before the line goes; the end may never be told, when the connection breaks. */
const SHOWN_MS = 3 * PRESENCE_SECONDS.typing * 1000;

const ends = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

/** In which requests somebody is writing to the customer just now. */
export const answering = {
  has: (requestId: string): boolean => ends.has(requestId),
  set({ requestId, answering: writes }: AnsweringNotice): void {
    clearTimeout(ends.get(requestId));
    ends.delete(requestId);
    if (writes)
      ends.set(
        requestId,
        setTimeout(() => answering.set({ requestId, answering: false }), SHOWN_MS),
      );
    tell();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useAnswering = (requestId: string): boolean =>
  useSyncExternalStore(answering.subscribe, () => answering.has(requestId));
