import type { Message, TimelineEntry } from '@companyaccount/contract';

export type ThreadItem =
  | { kind: 'message'; id: string; message: Message }
  | { kind: 'entries'; id: string; entries: TimelineEntry[] }
  | { kind: 'new'; id: 'new' };

interface ThreadInput {
  messages: readonly Message[];
  timeline: readonly TimelineEntry[];
  /** When the reader was here before; null when never. */
  lastReadAt: string | null;
  readerId: string;
}

const time = (stamp: string): number => Date.parse(stamp);

/** Who has answered has read what stood before. */
function seenUntil(messages: readonly Message[], lastReadAt: string | null, readerId: string): number | null {
  if (lastReadAt === null) return null;
  const own = messages.filter(({ author }) => author.id === readerId).map(({ createdAt }) => time(createdAt));
  return Math.max(time(lastReadAt), ...own);
}

/**
 * Orders messages and timeline entries by time, gathers entries that follow each other, and puts a divider before the
 * first message that somebody else wrote since the reader was here.
 */
export function threadItems({ messages, timeline, lastReadAt, readerId }: ThreadInput): ThreadItem[] {
  const items: ThreadItem[] = [];
  const entries = [...timeline].sort((a, b) => time(a.createdAt) - time(b.createdAt));
  const seen = seenUntil(messages, lastReadAt, readerId);
  let divided = seen === null;
  const takeEntries = (until: number): void => {
    // What a message brought about has the same time and follows it; only the filing comes first.
    while (entries[0] !== undefined && (time(entries[0].createdAt) < until || entries[0].type === 'created')) {
      const entry = entries.shift();
      const last = items.at(-1);
      if (entry === undefined) return;
      if (last?.kind === 'entries') last.entries.push(entry);
      else items.push({ kind: 'entries', id: entry.id, entries: [entry] });
    }
  };
  for (const message of [...messages].sort((a, b) => time(a.createdAt) - time(b.createdAt))) {
    takeEntries(time(message.createdAt));
    if (!divided && seen !== null && time(message.createdAt) > seen && message.author.id !== readerId) {
      items.push({ kind: 'new', id: 'new' });
      divided = true;
    }
    items.push({ kind: 'message', id: message.id, message });
  }
  takeEntries(Infinity);
  return items;
}
