import { newId } from '#platform/ids.ts';
import type { Side, Visibility } from '@companyaccount/contract/requests';
import type { TimelineType } from '@companyaccount/contract/timeline';
import { sql } from 'kysely';
import type { Updateable } from 'kysely';
import type { DB } from '#platform/db/schema.generated.ts';
import type { Tx } from '#platform/db/database.ts';
import type { PromisedTime, Target } from './promise.ts';

type RequestColumns = DB['app.requests'];

/** The next number of a desk. */
export async function nextNumber(tx: Tx, desk: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`select app.next_number(${desk}) as number`.execute(tx);
  const number = rows[0]?.number;
  if (number == null) throw new Error(`no numbers for the desk ${desk}`);
  return number;
}

/** How a promise is stored: no promise and a standing clock both sort after every promised time. */
export const promiseColumns = ({ at, paused }: PromisedTime) => ({
  promise_at: at ?? 'infinity',
  promise_paused: paused,
});

export async function updateRequest(tx: Tx, id: string, change: Updateable<RequestColumns>): Promise<void> {
  await tx.updateTable('app.requests').set(change).where('id', '=', id).execute();
}

/** Notes on the request that a public message was added, for lists. */
export async function countMessage(
  tx: Tx,
  id: string,
  { excerpt, side, at }: { excerpt: string; side: Side; at: Date },
): Promise<void> {
  await tx
    .updateTable('app.requests')
    .set((eb) => ({
      excerpt,
      last_message_at: at,
      last_message_side: side,
      message_count: eb('message_count', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

export interface NewMessage {
  companyId: string | null;
  requestId: string;
  /** null: the submitter of the request, or the program in the company's name. */
  authorId: string | null;
  side: Side;
  visibility: Visibility;
  text: string;
  at: Date;
}

export async function insertMessage(tx: Tx, m: NewMessage): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.messages')
    .values({
      id,
      company_id: m.companyId,
      request_id: m.requestId,
      author_id: m.authorId,
      author_side: m.side,
      visibility: m.visibility,
      text: m.text,
      created_at: m.at,
    })
    .execute();
  return id;
}

export interface NewTimelineEntry {
  companyId: string | null;
  requestId: string;
  actorId: string | null;
  /** The request's submitter did it. */
  bySubmitter?: boolean;
  type: TimelineType;
  visibility?: Visibility;
  field?: string;
  from?: string | null;
  to?: string | null;
  at: Date;
}

export async function insertTimelineEntry(tx: Tx, t: NewTimelineEntry): Promise<void> {
  await tx
    .insertInto('app.timeline_entries')
    .values({
      id: newId(),
      company_id: t.companyId,
      request_id: t.requestId,
      actor_id: t.actorId,
      by_submitter: t.bySubmitter ?? false,
      type: t.type,
      visibility: t.visibility ?? 'public',
      field: t.field ?? null,
      from_value: t.from ?? null,
      to_value: t.to ?? null,
      created_at: t.at,
    })
    .execute();
}

/** Remembers that a person has read the request up to `at`. */
export async function markRead(
  tx: Tx,
  personId: string,
  requestId: string,
  companyId: string | null,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('app.request_reads')
    .values({ person_id: personId, request_id: requestId, company_id: companyId, read_at: at })
    .onConflict((conflict) => conflict.columns(['person_id', 'request_id']).doUpdateSet({ read_at: at }))
    .execute();
}

/** Members told of a request even where the company shares nothing: who filed it and who takes part. */
export async function loadWatchers(tx: Tx, requestId: string, authorId: string | null): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.request_participants')
    .select('person_id')
    .where('request_id', '=', requestId)
    .execute();
  return [...(authorId === null ? [] : [authorId]), ...rows.map(({ person_id }) => person_id)];
}

/** What a request is promised: by its own minutes, else by its plan for its severity. */
export async function loadTarget(
  tx: Tx,
  request: { plan_id: string | null; public_minutes: number | null; severity: number },
): Promise<Target | null> {
  const { plan_id: planId, public_minutes: minutes, severity } = request;
  if (minutes !== null) return { first: minutes, next: minutes };
  if (planId === null) return null;
  const plan = await tx.selectFrom('app.support_plans').select('targets').where('id', '=', planId).executeTakeFirst();
  return (plan?.targets as Record<string, Target> | undefined)?.[String(severity)] ?? null;
}
