import { CORRECTION_MINUTES } from '@companyaccount/contract/corrections';

interface Written {
  author_id: string | null;
  created_at: Date;
}

/** Until when a person may correct a message; null where it is not theirs or too late. */
export function correctableUntil(message: Written, personId: string, now: Date): Date | null {
  if (message.author_id !== personId) return null;
  const until = new Date(message.created_at.getTime() + CORRECTION_MINUTES * 60_000);
  return now < until ? until : null;
}
