import type { Message } from '@companyaccount/contract';
import { useEffect, useRef, useState } from 'react';

/** The author of the latest message that arrived from somebody else while the thread was open. */
export function useArrivals(messages: readonly Message[] | undefined, readerId: string): string | null {
  const known = useRef<Set<string> | null>(null);
  const [arrival, setArrival] = useState<string | null>(null);
  useEffect(() => {
    if (messages === undefined) return;
    const fresh = known.current === null ? [] : messages.filter(({ id }) => known.current?.has(id) === false);
    known.current = new Set(messages.map(({ id }) => id));
    const other = fresh.findLast(({ author }) => author.id !== readerId);
    if (other !== undefined) setArrival(other.author.name);
  }, [messages, readerId]);
  return arrival;
}
