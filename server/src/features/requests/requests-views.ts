import {
  type Desk,
  PROMISE_AT_RISK_HOURS,
  type PromiseState,
  REQUEST_SORTS,
  type Request,
  type RequestSort,
  type requestRoutes,
} from '@companyaccount/contract/requests';
import { allows } from '@companyaccount/contract/permissions';
import { tagOf } from '@companyaccount/contract/tags';
import type { QueryOf } from '@companyaccount/contract/route';
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { DB } from '#platform/db/schema.generated.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { type Cursor, decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { formatNumber } from './request.ts';
import { mayReadRequest } from './requests-access.ts';

export type ListQuery = QueryOf<(typeof requestRoutes)['listRequests']>;
type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };
type SortColumn = 'r.created_at' | 'r.updated_at' | 'r.promise_at' | 'r.severity' | 'r.number';

export const SORTS: Record<RequestSort, { column: SortColumn; direction: 'asc' | 'desc'; kind: 'time' | 'number' }> = {
  '-created': { column: 'r.created_at', direction: 'desc', kind: 'time' },
  created: { column: 'r.created_at', direction: 'asc', kind: 'time' },
  '-updated': { column: 'r.updated_at', direction: 'desc', kind: 'time' },
  promise: { column: 'r.promise_at', direction: 'asc', kind: 'time' },
  severity: { column: 'r.severity', direction: 'asc', kind: 'number' },
  number: { column: 'r.number', direction: 'asc', kind: 'number' },
};
export const DEFAULT_SORT: RequestSort = REQUEST_SORTS[0];

/** What customers may not ask for. */
const TAGS = sql<string[]>`array(select t.name from app.request_tags g join app.tags t on t.id = g.tag_id
  where g.request_id = r.id order by t.name)`;
const NO_TAGS = sql<string[]>`'{}'::text[]`;

/** Everything that a row of a list or the page of a request shows, except the names of people. */
function selectRequests(tx: Tx, actor: Member | Agent) {
  return tx
    .selectFrom('app.requests as r')
    .leftJoin('app.companies as c', 'c.id', 'r.company_id')
    .leftJoin('app.products as p', 'p.id', 'r.product_id')
    .leftJoin('app.request_reads as seen', (join) =>
      join.onRef('seen.request_id', '=', 'r.id').on('seen.person_id', '=', actor.personId),
    )
    .selectAll('r')
    .select([
      'c.name as company_name',
      'p.name as product_name',
      'seen.read_at',
      sql<Date | null>`nullif(r.promise_at, 'infinity')`.as('promised_at'),
      (isMember(actor) ? NO_TAGS : TAGS).as('tags'),
    ])
    .where((eb) => mayReadRequest(eb as never, actor));
}
export type RequestRow = Awaited<ReturnType<typeof loadRequestRow>>;

/** One request that the actor may see; else `not_found`. */
export async function loadRequestRow(tx: Tx, actor: Member | Agent, id: string) {
  const row = await selectRequests(tx, actor).where('r.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** Where nothing is promised, the promised time is never. */
const PROMISED: Record<PromiseState, RawBuilder<boolean>> = {
  late: sql`r.promise_at <= now()`,
  at_risk: sql`r.promise_at <= now() + make_interval(hours => ${PROMISE_AT_RISK_HOURS})`,
  within_day: sql`r.promise_at <= now() + make_interval(hours => 24)`,
  paused: sql`r.promise_paused`,
};

type Listed = SelectQueryBuilder<DB & { r: DB['app.requests'] }, 'r', unknown>;

/** Narrows a selection of `app.requests as r` by the filters of the query. */
function filtered<Q extends Listed>(selection: Q, actor: Member | Agent, query: ListQuery): Q {
  let rows: Listed = selection;
  if (query.desk !== undefined) rows = rows.where('r.desk', '=', query.desk);
  if (query.kind !== undefined) rows = rows.where('r.kind', '=', query.kind);
  if (query.status !== undefined) rows = rows.where('r.status', 'in', query.status);
  if (query.severity !== undefined) rows = rows.where('r.severity', '=', query.severity);
  if (query.product !== undefined) rows = rows.where('r.product_id', '=', query.product);
  if (query.language !== undefined) rows = rows.where('r.language', '=', query.language);
  if (query.author !== undefined) rows = rows.where('r.author_id', '=', query.author);
  if (query.escalated !== undefined) rows = rows.where('r.escalated', '=', query.escalated);
  if (query.stage !== undefined) rows = rows.where('r.lab_stage', '=', query.stage);
  if (query.source !== undefined) rows = rows.where('r.company_id', query.source === 'public' ? 'is' : 'is not', null);
  if (query.plan !== undefined) rows = rows.where('r.plan_id', '=', query.plan);
  if (query.promise !== undefined) rows = rows.where(PROMISED[query.promise]);
  if (query.olderThan !== undefined) {
    rows = rows.where(sql<boolean>`r.created_at <= now() - make_interval(days => ${query.olderThan})`);
  }
  if (query.tag !== undefined) {
    const found = sql<boolean>`r.id in (select g.request_id from app.request_tags g join app.tags t on t.id = g.tag_id
      where t.name = ${tagOf(query.tag)})`;
    rows = rows.where(isMember(actor) ? sql<boolean>`false` : found);
  }
  if (query.owner === 'nobody') rows = rows.where('r.owner_id', 'is', null);
  else if (query.owner !== undefined) {
    rows = rows.where(sql<boolean>`r.owner_id = ${query.owner === 'me' ? actor.personId : query.owner}::uuid`);
  }
  if (query.from !== undefined) rows = rows.where('r.created_at', '>=', new Date(query.from));
  if (query.to !== undefined) rows = rows.where('r.created_at', '<', new Date(query.to));
  return rows as Q;
}

/** Narrows a selection of `app.requests as r` to what the query asks for, from its cursor on, in its order. */
export function asAsked<Q extends Listed>(selection: Q, actor: Member | Agent, query: ListQuery): Q {
  const { column, direction, kind } = SORTS[query.sort ?? DEFAULT_SORT];
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], kind);
  let rows: Listed = filtered(selection, actor, query);
  if (after !== null) {
    const type = sql.raw(kind === 'time' ? 'timestamptz' : 'bigint');
    const beyond = sql.raw(direction === 'asc' ? '>' : '<');
    rows = rows.where(sql<boolean>`(${sql.ref(column)}, r.id) ${beyond} (${after.value}::${type}, ${after.id}::uuid)`);
  }
  return rows
    .orderBy(column, direction)
    .orderBy('r.id', direction)
    .limit(pageSize(query) + 1) as Q;
}

/** A page of requests and one more; in the order asked for, from the cursor on. */
export const listRequestRows = (tx: Tx, actor: Member | Agent, query: ListQuery): Promise<RequestRow[]> =>
  asAsked(selectRequests(tx, actor), actor, query).execute();

/** How many requests that the actor may see fit the filters, counted up to `most`; what is searched for is not asked here. */
export async function countRequests(tx: Tx, actor: Member | Agent, query: ListQuery, most?: number): Promise<number> {
  const all = tx
    .selectFrom('app.requests as r')
    .select('r.id')
    .where((eb) => mayReadRequest(eb as never, actor))
    .$if(most !== undefined, (q) => q.limit(most ?? 0));
  const { count } = await tx
    .selectFrom(filtered(all, actor, query).as('fitting'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Locks the most urgent request that fits the filters, waits for the vendor, that nobody has, and that is not barred to
 * the agent; null where there is none. What somebody else has locked is passed over.
 */
export async function lockNextRequest(
  tx: Tx,
  actor: Agent,
  { status = ['new', 'open'], ...query }: Omit<ListQuery, 'status'> & { status?: ('new' | 'open')[] },
): Promise<string | null> {
  const free = tx
    .selectFrom('app.requests as r')
    .select('r.id')
    .where('r.owner_id', 'is', null)
    .where('r.barred_id', 'is distinct from', actor.personId);
  const row = await filtered(free, actor, { ...query, status })
    .orderBy('r.promise_at')
    .orderBy('r.id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The requests of these ids that the actor may see, in the order of the ids. */
export async function loadRequestRows(tx: Tx, actor: Member | Agent, ids: readonly string[]): Promise<RequestRow[]> {
  if (ids.length === 0) return [];
  const rows = await selectRequests(tx, actor).where('r.id', 'in', ids).execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Number and subject of those of the requests that the actor may see; people who work on no desk see none. */
export async function loadHeadings(
  tx: Tx,
  actor: Member | Agent,
  ids: readonly string[],
): Promise<Map<string, { id: string; number: string; subject: string; desk: Desk }>> {
  if (ids.length === 0 || !allows('member_or_desk', actor)) return new Map();
  const rows = await tx
    .selectFrom('app.requests as r')
    .select(['r.id', 'r.desk', 'r.number', 'r.subject'])
    .where('r.id', 'in', [...ids])
    .where((eb) => mayReadRequest(eb, actor))
    .execute();
  return new Map(
    rows.map(({ id, number, subject, ...row }) => {
      const desk = row.desk as Desk;
      return [id, { id, number: formatNumber(desk, number), subject, desk }];
    }),
  );
}

/** Where a row stands in the order asked for. */
export function requestCursor(sort: RequestSort = DEFAULT_SORT): (row: RequestRow) => Cursor {
  return (row) => {
    const value = {
      'r.created_at': row.created_at,
      'r.updated_at': row.updated_at,
      'r.promise_at': row.promised_at ?? 'infinity',
      'r.severity': row.severity,
      'r.number': row.number,
    }[SORTS[sort].column];
    return { value: value instanceof Date ? value.toISOString() : value, id: row.id };
  };
}

const afterTime = (query: PageQuery) =>
  query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
export const timeCursor = (row: { created_at: Date; id: string }): Cursor => ({
  value: row.created_at.toISOString(),
  id: row.id,
});

/** Who filed a request without acting for a company. Only the vendor's rows have one. */
export async function loadSubmitter(tx: Tx, id: string | null): Promise<Request['submitter']> {
  if (id === null) return null;
  const { name, email, language, confirmed_at } = await tx
    .selectFrom('app.submitters')
    .select(['name', 'email', 'language', 'confirmed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { name, email, language, confirmed: confirmed_at !== null };
}

/**
 * Who wrote a message that no person signed: on the customer's side the submitter of the request, or its company by the
 * program; on the vendor's nobody, for that is the program itself. Nor is anybody who only says to have written it.
 */
const WRITER = sql<string | null>`case when m.author_side = 'vendor' or m.unconfirmed_from is not null then m.author_id
    else coalesce(m.author_id, r.submitter_id, r.company_id) end`.as('writer_id');

/** Messages of a request, oldest first, a page and one more. Internal ones never reach a customer's transaction. */
export async function listMessageRows(tx: Tx, requestId: string, query: PageQuery, only?: 'public') {
  const after = afterTime(query);
  return tx
    .selectFrom('app.messages as m')
    .innerJoin('app.requests as r', 'r.id', 'm.request_id')
    .selectAll('m')
    .select(WRITER)
    .where('m.request_id', '=', requestId)
    .$if(only !== undefined, (q) => q.where('m.visibility', '=', only ?? 'public'))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(m.created_at, m.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('m.created_at')
    .orderBy('m.id')
    .limit(pageSize(query) + 1)
    .execute();
}
export type MessageRow = Awaited<ReturnType<typeof listMessageRows>>[number];

export async function loadMessageRow(tx: Tx, id: string): Promise<MessageRow> {
  return tx
    .selectFrom('app.messages as m')
    .innerJoin('app.requests as r', 'r.id', 'm.request_id')
    .selectAll('m')
    .select(WRITER)
    .where('m.id', '=', id)
    .executeTakeFirstOrThrow();
}

/** What a message said before, newest first, a page and one more. Only the vendor's transactions may ask. */
export async function listVersionRows(tx: Tx, messageId: string, query: PageQuery) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'number');
  return tx
    .selectFrom('app.message_versions')
    .select(['version', 'text', 'replaced_at'])
    .where('message_id', '=', messageId)
    .$if(after !== null, (q) => q.where(sql<boolean>`version < ${after?.value}::bigint`))
    .orderBy('version', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

/** What else happened to a request, oldest first, a page and one more. */
export async function listTimelineRows(tx: Tx, requestId: string, query: PageQuery) {
  const after = afterTime(query);
  return tx
    .selectFrom('app.timeline_entries as t')
    .innerJoin('app.requests as r', 'r.id', 't.request_id')
    .selectAll('t')
    .select(sql<string | null>`case when t.by_submitter then r.submitter_id else t.actor_id end`.as('doer_id'))
    .where('t.request_id', '=', requestId)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(t.created_at, t.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('t.created_at')
    .orderBy('t.id')
    .limit(pageSize(query) + 1)
    .execute();
}
export type TimelineRow = Awaited<ReturnType<typeof listTimelineRows>>[number];

/** Names of people as the transaction's scope may see them. */
export async function loadNames(
  tx: Tx,
  ids: readonly (string | null)[],
): Promise<Map<string, { name: string; side: 'customer' | 'vendor' }>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string; side: 'customer' | 'vendor' }>`
    select id, name, side from app.people_seen(${wanted}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name, side }) => [id, { name, side }]));
}
