import type { Desk } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { followMerges } from './merges-access.ts';
import { mayReadRequest } from './requests-access.ts';
import type { SearchText } from './search-words.ts';

/** A request shows so many of those linked to it, the latest first. */
const LINKS_MAX = 50;

/** The requests linked to one, as far as the actor may see them. */
export async function listLinkRows(tx: Tx, actor: Member | Agent, requestId: string) {
  return tx
    .selectFrom('app.request_links as l')
    .innerJoin('app.requests as r', (join) =>
      join.on(sql<boolean>`r.id = case when l.request_id = ${requestId}::uuid then l.other_id else l.request_id end`),
    )
    .select(['l.kind', 'r.id', 'r.desk', 'r.number', 'r.subject', 'r.status'])
    .select(sql<boolean>`l.other_id = ${requestId}::uuid`.as('is_later'))
    .where((eb) => eb.or([eb('l.request_id', '=', requestId), eb('l.other_id', '=', requestId)]))
    .where((eb) => mayReadRequest(eb as never, actor))
    .orderBy('l.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(LINKS_MAX)
    .execute();
}
export type LinkRow = Awaited<ReturnType<typeof listLinkRows>>[number];

/**
 * The request of that number beside the given one: of the same company;
 * without letters in front, of the same desk. null where there is no such request.
 */
export async function findNumbered(tx: Tx, besideId: string, number: SearchText['number']): Promise<string | null> {
  if (number === null) return null;
  const desk = number.prefix === null ? null : number.prefix === 'TS' ? 'support' : 'lab';
  const row = await tx
    .selectFrom('app.requests as r')
    .innerJoin('app.requests as beside', 'beside.company_id', 'r.company_id')
    .select('r.id')
    .where('beside.id', '=', besideId)
    .where('r.number', '=', number.value)
    .where((eb) => eb('r.desk', '=', desk === null ? eb.ref('beside.desk') : eb.val(desk)))
    .whereRef('r.id', '<>', 'beside.id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The request of that number, of whichever customer; without letters in front, of the given desk. */
export async function findByNumber(tx: Tx, desk: Desk, number: SearchText['number']): Promise<string | null> {
  if (number === null) return null;
  const row = await tx
    .selectFrom('app.requests')
    .select('id')
    .where('desk', '=', number.prefix === null ? desk : number.prefix === 'TS' ? 'support' : 'lab')
    .where('number', '=', number.value)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What was merged into a request, the latest first, as far as the actor may see it. */
export async function listMergedRows(tx: Tx, actor: Member | Agent, requestId: string) {
  return tx
    .selectFrom('app.requests as r')
    .select(['r.id', 'r.desk', 'r.number', 'r.subject', 'r.merged_at'])
    .where('r.merged_into_id', '=', requestId)
    .where((eb) => mayReadRequest(eb as never, actor))
    .orderBy('r.merged_at', 'desc')
    .orderBy('r.id')
    .limit(LINKS_MAX)
    .execute();
}
export type MergedRow = Awaited<ReturnType<typeof listMergedRows>>[number];

/** Where a merged request goes on, if the actor may see that. */
export async function loadGoesOn(tx: Tx, actor: Member | Agent, requestId: string) {
  return tx
    .selectFrom('app.requests as r')
    .select(['r.id', 'r.desk', 'r.number'])
    .where('r.id', '=', await followMerges(tx, requestId))
    .where((eb) => mayReadRequest(eb as never, actor))
    .executeTakeFirst();
}
export type GoesOnRow = NonNullable<Awaited<ReturnType<typeof loadGoesOn>>>;
