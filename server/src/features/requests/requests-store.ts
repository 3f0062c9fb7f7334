import { newId } from '#platform/ids.ts';
import type { Side, Visibility } from '@companyaccount/contract/requests';
import type { TimelineType } from '@companyaccount/contract/timeline';
import { sql } from 'kysely';
import type { UpdateObject } from 'kysely';
import type { DB } from '#platform/db/schema.generated.ts';
import type { Tx } from '#platform/db/database.ts';
import { AROUND_THE_CLOCK, calendarOf } from '#platform/working-time.ts';
import type { PromisedTime, Target } from './promise.ts';
import type { Watch } from './watch.ts';
import { excerptOf } from './request.ts';

/** The next number of a desk, as a value of the row that takes it. */
export const nextNumber = (desk: string) => sql<number>`app.next_number(${desk})`;

/** How a promise is stored: no promise and a standing clock both sort after every promised time. */
export const promiseColumns = ({ at, paused, left }: PromisedTime, watch: Watch) => ({
  promise_at: at ?? 'infinity',
  promise_paused: paused,
  promise_left: left,
  watch_at: watch.at,
  watch_stage: watch.stage,
});

export async function updateRequest(tx: Tx, id: string, change: UpdateObject<DB, 'app.requests'>): Promise<void> {
  await tx.updateTable('app.requests').set(change).where('id', '=', id).execute();
}

/** What lists show of a request's latest public message. */
export const messageColumns = (text: string, side: Side, at: Date) => ({
  excerpt: excerptOf(text),
  last_message_at: at,
  last_message_side: side,
  message_count: sql<number>`message_count + 1`,
});

/** What else is known of a message that came by mail. */
export interface Mailed {
  /** What the mail sent along below its own words. */
  quoted: string | null;
  /** Who says to have written it, where nobody vouches for that; only for notes. */
  unconfirmedFrom?: string;
}

export interface NewMessage {
  companyId: string | null;
  requestId: string;
  /** null: the submitter of the request, or the program in the company's name. */
  authorId: string | null;
  side: Side;
  visibility: Visibility;
  text: string;
  mailed?: Mailed | undefined;
  at: Date;
}

/** The write of a message, to be executed. */
export const messageInsert = (tx: Tx, id: string, m: NewMessage) =>
  tx.insertInto('app.messages').values({
    id,
    company_id: m.companyId,
    request_id: m.requestId,
    author_id: m.authorId,
    author_side: m.side,
    visibility: m.visibility,
    text: m.text,
    by_mail: m.mailed !== undefined,
    quoted: m.mailed?.quoted ?? null,
    unconfirmed_from: m.mailed?.unconfirmedFrom ?? null,
    created_at: m.at,
  });

/** Writes a message and answers with its id. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<string> {
  const id = newId();
  await messageInsert(tx, id, message).execute();
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
  /** In the words of whoever did it. */
  reason?: string;
  at: Date;
}

/** The write of a timeline entry, to be executed. */
export const timelineInsert = (tx: Tx, t: NewTimelineEntry) =>
  tx.insertInto('app.timeline_entries').values({
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
    reason: t.reason ?? null,
    created_at: t.at,
  });

export async function insertTimelineEntry(tx: Tx, entry: NewTimelineEntry): Promise<void> {
  await timelineInsert(tx, entry).execute();
}

/** The write by which it is remembered that a person has read the request up to `at`. */
export const readUpsert = (tx: Tx, personId: string, requestId: string, companyId: string | null, at: Date) =>
  tx
    .insertInto('app.request_reads')
    .values({ person_id: personId, request_id: requestId, company_id: companyId, read_at: at })
    .onConflict((conflict) => conflict.columns(['person_id', 'request_id']).doUpdateSet({ read_at: at }));

/** Remembers that a person has read the request up to `at`. */
export async function markRead(...read: Parameters<typeof readUpsert>): Promise<void> {
  await readUpsert(...read).execute();
}

/** Members told of a request even where the company shares nothing: who filed it and who takes part. */
export const watchersOf = (requestId: string, authorId: string | null) => sql<string[]>`array(
  select person_id from app.request_participants where request_id = ${requestId}
  union all select person_id from (values (${authorId}::uuid)) as author (person_id) where person_id is not null)`;

/** What is promised where no plan is: so many minutes each time, around the clock. */
export const publicTargetOf = (minutes: number): Target => ({
  first: minutes,
  next: minutes,
  calendar: AROUND_THE_CLOCK,
});

/** Whether the customer has had an answer yet. */
export async function hasVendorSpoken(tx: Tx, requestId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.messages')
    .select('id')
    .where('request_id', '=', requestId)
    .where('author_side', '=', 'vendor')
    .where('visibility', '=', 'public')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The promise of a request as it stands. */
export const promiseOf = (request: {
  promise_at: Date | null;
  promise_paused: boolean;
  promise_left: number | null;
}): PromisedTime => ({ at: request.promise_at, paused: request.promise_paused, left: request.promise_left });

/** What is done about its promise, as it stands. */
export const watchOf = (request: { watch_at: Date | null; watch_stage: number }): Watch => ({
  at: request.watch_at,
  stage: request.watch_stage,
});

/** What a request is promised: by its own minutes, around the clock, else by its plan for its severity. */
export async function loadTarget(
  tx: Tx,
  request: { plan_id: string | null; public_minutes: number | null; severity: number },
): Promise<Target | null> {
  const { plan_id: planId, public_minutes: minutes, severity } = request;
  if (minutes !== null) return publicTargetOf(minutes);
  if (planId === null) return null;
  const plan = await tx
    .selectFrom('app.support_plans as p')
    .innerJoin('app.calendars as c', 'c.id', 'p.calendar_id')
    .select(['p.targets', 'c.time_zone', 'c.hours', 'c.holidays'])
    .where('p.id', '=', planId)
    .executeTakeFirstOrThrow();
  const target = (plan.targets as Record<string, Omit<Target, 'calendar'>>)[String(severity)];
  return target === undefined ? null : { ...target, calendar: calendarOf(plan) };
}

/** The requests that wait for somebody under a plan, with what decides about their promises, locked to change them. */
export async function lockPromisesUnder(tx: Tx, planId: string) {
  return tx
    .selectFrom('app.requests as r')
    .select(['r.id', 'r.company_id', 'r.desk', 'r.author_id', 'r.severity', 'r.status'])
    .select(['r.promise_paused', 'r.promise_left', 'r.watch_at', 'r.watch_stage'])
    .select((eb) => eb.fn<Date | null>('nullif', ['r.promise_at', eb.val('infinity')]).as('promise_at'))
    .select(
      sql<boolean>`exists (select from app.messages m where m.request_id = r.id and m.author_side = 'vendor'
        and m.visibility = 'public')`.as('spoken'),
    )
    .where('r.plan_id', '=', planId)
    .where('r.public_minutes', 'is', null)
    .where('r.status', 'in', ['new', 'open', 'waiting_for_customer'])
    .orderBy('r.id')
    .forUpdate('r')
    .execute();
}
