import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { AROUND_THE_CLOCK, calendarOf } from '#platform/working-time.ts';
import type { FactKind, History, Marks } from './report-facts.ts';
import { addTally, type Dimension, emptyTally, type Tally } from './tally.ts';

/** Counting happens once at a time, however many processes have jobs. */
export const takeTurn = (tx: Tx) => sql`select pg_advisory_xact_lock(hashtext('app.report_counts'))`.execute(tx);

const NOTES = { timeZone: 'reports.time_zone', countedTo: 'reports.counted_to', countedAt: 'reports.counted_at' };

/** What is noted about the counting itself. */
export async function loadNote(tx: Tx, name: keyof typeof NOTES): Promise<string | null> {
  const row = await tx.selectFrom('app.installation').select('value').where('key', '=', NOTES[name]).executeTakeFirst();
  return row?.value ?? null;
}

export async function saveNote(tx: Tx, name: keyof typeof NOTES, value: string): Promise<void> {
  await tx
    .insertInto('app.installation')
    .values({ key: NOTES[name], value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** Has every request counted anew. */
export const forgetAll = async (tx: Tx): Promise<void> => {
  await sql`insert into app.report_changes (request_id) select id from app.requests`.execute(tx);
};

/** Takes so many of the changes, oldest first, with whatever else is noted of the same requests; answers with those. */
export async function takeChanges(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ request_id: string }>`
    with taken as (
      delete from app.report_changes
      where request_id in (select request_id from app.report_changes order by id limit ${limit})
      returning request_id)
    select distinct request_id from taken`.execute(tx);
  return rows.map(({ request_id: id }) => id);
}

export interface CountedRequest extends Marks, History {
  id: string;
}

/** What happened to these requests; those that are gone are missing. */
export async function loadHistories(tx: Tx, ids: readonly string[]): Promise<CountedRequest[]> {
  const requests = await tx
    .selectFrom('app.requests as r')
    .leftJoin('app.support_plans as p', 'p.id', 'r.plan_id')
    .leftJoin('app.calendars as c', 'c.id', 'p.calendar_id')
    .select(['r.id', 'r.desk', 'r.product_id', 'r.plan_id', 'r.owner_id', 'r.language', 'r.status', 'r.created_at'])
    .select(['r.status_since', 'r.resolved_at', 'r.public_minutes', 'c.time_zone', 'c.hours', 'c.holidays'])
    .where('r.id', 'in', ids)
    .execute();
  const messages = await tx
    .selectFrom('app.messages')
    .select(['request_id', 'author_side as side', 'created_at'])
    .where('request_id', 'in', ids)
    .where('visibility', '=', 'public')
    .execute();
  const entries = await tx
    .selectFrom('app.timeline_entries')
    .select(['request_id', 'type', 'from_value', 'to_value', 'created_at'])
    .where('request_id', 'in', ids)
    .where('type', 'in', ['status_changed', 'promise_broken'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const ratings = await tx
    .selectFrom('app.request_ratings')
    .select(['request_id', 'value', 'owner_id as ownerId', 'created_at'])
    .where('request_id', 'in', ids)
    .orderBy('created_at')
    .execute();
  const [said, moved, rated] = [byRequest(messages), byRequest(entries), byRequest(ratings)];
  return requests.map((row) => {
    const timeline = moved.get(row.id) ?? [];
    return {
      id: row.id,
      desk: row.desk,
      product_id: row.product_id,
      plan_id: row.plan_id,
      agent_id: row.owner_id,
      language: row.language,
      createdAt: row.created_at.getTime(),
      status: row.status,
      since: (row.resolved_at ?? row.status_since).getTime(),
      calendar:
        row.public_minutes !== null
          ? AROUND_THE_CLOCK
          : row.time_zone === null
            ? null
            : calendarOf({ time_zone: row.time_zone, hours: row.hours, holidays: row.holidays }),
      messages: said.get(row.id) ?? [],
      moves: timeline.flatMap(({ type, from_value: from, to_value: to, at }) =>
        type === 'status_changed' ? [{ at, from: from ?? '', to: to ?? '' }] : [],
      ),
      broken: timeline.flatMap(({ type, at }) => (type === 'promise_broken' ? [at] : [])),
      ratings: rated.get(row.id) ?? [],
    };
  });
}

function byRequest<Row extends { request_id: string; created_at: Date }>(rows: readonly Row[]) {
  return Map.groupBy(
    rows.map((row) => ({ ...row, at: row.created_at.getTime() })),
    ({ request_id: id }) => id,
  );
}

export interface FactRow extends Marks {
  request_id: string;
  day: string;
  kind: FactKind;
  minutes: number | null;
  working: number | null;
}
export interface SpanRow extends Marks {
  request_id: string;
  filed_at: string;
  opened_at: string;
  /** `infinity` while it is open. */
  ended_at: string;
}

const DAY_TEXT = sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day');
const MARKS = ['desk', 'product_id', 'plan_id', 'agent_id', 'language'] as const;
const utc = (column: 'filed_at' | 'opened_at' | 'ended_at') =>
  sql<string>`case ${sql.ref(column)} when 'infinity' then 'infinity'
    else to_char(${sql.ref(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`;

/** What these requests have been counted as so far. */
export async function loadCounted(tx: Tx, ids: readonly string[]): Promise<{ facts: FactRow[]; spans: SpanRow[] }> {
  const facts = await tx
    .selectFrom('app.report_facts')
    .select(['request_id', 'kind', 'minutes', 'working', DAY_TEXT, ...MARKS])
    .where('request_id', 'in', ids)
    .execute();
  const spans = await tx
    .selectFrom('app.report_spans')
    .select([
      'request_id',
      utc('filed_at').as('filed_at'),
      utc('opened_at').as('opened_at'),
      utc('ended_at').as('ended_at'),
      ...MARKS,
    ])
    .where('request_id', 'in', ids)
    .execute();
  return { facts: facts as FactRow[], spans };
}

/** Puts what counts of these requests in the place of what counted before. */
export async function replaceCounted(
  tx: Tx,
  ids: readonly string[],
  { facts, spans }: { facts: readonly FactRow[]; spans: readonly SpanRow[] },
): Promise<void> {
  await tx.deleteFrom('app.report_facts').where('request_id', 'in', ids).execute();
  await tx.deleteFrom('app.report_spans').where('request_id', 'in', ids).execute();
  await sql`insert into app.report_facts
    select * from jsonb_populate_recordset(null::app.report_facts, ${JSON.stringify(facts)}::jsonb)`.execute(tx);
  await sql`insert into app.report_spans
    select * from jsonb_populate_recordset(null::app.report_spans, ${JSON.stringify(spans)}::jsonb)`.execute(tx);
}

/** Notes days to be counted. */
export async function addDueDays(tx: Tx, days: readonly string[]): Promise<void> {
  if (days.length === 0) return;
  await sql`insert into app.report_due_days (day) select unnest(${days}::date[]) on conflict do nothing`.execute(tx);
}

/** Takes so many of the days to be counted, first ones first. */
export async function takeDueDays(tx: Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    with taken as (
      delete from app.report_due_days where day in (select day from app.report_due_days order by day limit ${limit})
      returning day)
    select to_char(day, 'YYYY-MM-DD') as day from taken order by day`.execute(tx);
  return rows.map(({ day }) => day);
}

/** What counts of a day. */
export async function loadFacts(tx: Tx, day: string): Promise<Omit<FactRow, 'request_id' | 'day'>[]> {
  const rows = await tx
    .selectFrom('app.report_facts')
    .select(['kind', 'minutes', 'working', ...MARKS])
    .where('day', '=', sql<Date>`${day}::date`)
    .execute();
  return rows as Omit<FactRow, 'request_id' | 'day'>[];
}

/** The requests that were open at a moment, and when they were filed. */
export async function loadOpen(tx: Tx, moment: number): Promise<(Marks & { filed_at: Date })[]> {
  return tx
    .selectFrom('app.report_spans')
    .select(['filed_at', ...MARKS])
    .where(sql<boolean>`tstzrange(opened_at, ended_at) @> ${new Date(moment)}::timestamptz`)
    .execute();
}

export interface CountRow {
  desk: string;
  dimension: Dimension;
  key: string;
  figures: Tally;
}

/** Puts the figures of a day or month in the place of those before. */
export async function replaceCounts(
  tx: Tx,
  grain: 'day' | 'month',
  start: string,
  counts: readonly CountRow[],
): Promise<void> {
  await tx
    .deleteFrom('app.report_counts')
    .where('grain', '=', grain)
    .where('start', '=', sql<Date>`${start}::date`)
    .execute();
  const rows = counts.map((row) => ({ grain, start, ...row }));
  await sql`insert into app.report_counts
    select * from jsonb_populate_recordset(null::app.report_counts, ${JSON.stringify(rows)}::jsonb)`.execute(tx);
}

/** The figures of a month, out of those of its days, but for what was open. */
export async function sumMonth(tx: Tx, { from, to }: { from: string; to: string }): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`select desk, dimension, key, figures from app.report_counts
    where grain = 'day' and start between ${from}::date and ${to}::date order by start, desk, dimension, key`.execute(
    tx,
  );
  const sums = new Map<string, CountRow>();
  for (const { desk, dimension, key, figures } of rows) {
    const place = JSON.stringify([desk, dimension, key]);
    const sum = sums.get(place) ?? { desk, dimension, key, figures: emptyTally() };
    addTally(sum.figures, figures);
    sums.set(place, sum);
  }
  return [...sums.values()];
}
