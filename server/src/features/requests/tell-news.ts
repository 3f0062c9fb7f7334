import type { NotificationEvent } from '@companyaccount/contract/notifications';
import type { RequestStatus, Side } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { dequeue, enqueue } from '#platform/db/enqueue.ts';
import { newId } from '#platform/ids.ts';

/** The job that tells people by mail what happened to a request. */
export const TELL_TASK = 'request.tell';

/** Whoever reads the request within this time, in milliseconds, needs no mail. */
const READING_MS = 60_000;

export interface News {
  event: NotificationEvent;
  /** What was said, if that is the news. */
  messageId?: string;
  /** Who did it, and needs not be told; null: the program, or the submitter. */
  actorId: string | null;
  /** The one person it concerns, where it is not everybody of the request. */
  personId?: string;
}

/** The payload of the job: ids and words. */
export interface ToldNews extends News {
  /** Of the message, else made for this news. */
  id: string;
  requestId: string;
  at: string;
}

const keyOf = (requestId: string, event: NotificationEvent, personId = ''): string =>
  `${requestId} ${event} ${personId}`;

/** Has everybody concerned told by mail, unless they read it within a minute. Later news of the same kind takes its place. */
export async function tellNews(
  tx: Tx,
  request: { id: string; submitter_id: string | null },
  news: News,
  at: Date,
): Promise<void> {
  const { id: requestId, submitter_id: submitterId } = request;
  const id = news.messageId ?? newId();
  const payload: ToldNews = { ...news, id, requestId, at: at.toISOString() };
  const key = news.messageId ?? keyOf(requestId, news.event, news.personId);
  // Whether somebody without an account has read it is not known.
  const wait = submitterId === null || news.event === 'message' ? READING_MS : 0;
  await enqueue(tx, TELL_TASK, { ...payload }, { key: `news:${key}`, runAt: new Date(at.getTime() + wait) });
}

/** Takes the news of a message back: nobody needs a mail about a past that was made up. */
export const forgetNews = (tx: Tx, messageId: string): Promise<void> => dequeue(tx, `news:${messageId}`);

/** Takes news of a request back that were not mailed yet, since what they tell was taken back. */
export async function forgetNewsOf(
  tx: Tx,
  requestId: string,
  events: readonly NotificationEvent[],
  personId?: string,
): Promise<void> {
  for (const event of events) await dequeue(tx, `news:${keyOf(requestId, event, personId)}`);
}

/** What a public message is to those who get it. */
export function eventOfMessage(side: Side, status: RequestStatus): NotificationEvent {
  if (side === 'customer') return 'message';
  return status === 'waiting_for_customer' ? 'question' : 'answer';
}

/** What a change of status without a word is to the customer; null: nothing that one would write about. */
export function eventOfStatus(from: RequestStatus, to: RequestStatus): NotificationEvent | null {
  if (to === 'waiting_for_customer') return 'question';
  if (to === 'resolved') return 'status';
  // What is resolved rests, and is closed in the end.
  if (to === 'closed') return from === 'resolved' ? null : 'status';
  return from === 'resolved' || from === 'closed' ? 'status' : null;
}
