import { allows } from '@companyaccount/contract/permissions';
import type { SavedView, ViewFilters, ViewList } from '@companyaccount/contract/saved-views';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { type Owner, viewsOf } from './saved-views-store.ts';

/** Views that others share with one person, at most; whoever shares more than that shares nothing that is found. */
const SHARED_SHOWN = 100;

/** Views are the actor's own: in the company they act for now, or as staff. */
export const ownerOf = (actor: Member | Agent): Owner => ({
  personId: actor.personId,
  companyId: actor.membership?.companyId ?? null,
});

/** Whether the actor shares views with all staff, and looks after those that others share. */
export const mayShare = (actor: Member | Agent): boolean => !isMember(actor) && allows('lead_or_admin', actor);

/** The actor's own views of a list in their order, then those that others share. */
export async function listViewRows(tx: Tx, actor: Member | Agent, list: ViewList) {
  const own = await viewsOf(tx, ownerOf(actor), list).selectAll().orderBy('position').orderBy('id').execute();
  if (isMember(actor)) return own;
  const shared = await tx
    .selectFrom('app.saved_views')
    .selectAll()
    .where('list', '=', list)
    .where('shared', '=', true)
    .where('person_id', '!=', actor.personId)
    .orderBy('name')
    .orderBy('id')
    .limit(SHARED_SHOWN)
    .execute();
  return [...own, ...shared];
}
export type ViewRow = Awaited<ReturnType<typeof listViewRows>>[number];

/** A view that the actor may change, locked; one that they only see is `forbidden`, any other `not_found`. */
export async function lockView(tx: Tx, actor: Member | Agent, id: string): Promise<ViewRow> {
  const { personId, companyId } = ownerOf(actor);
  const row = await tx
    .selectFrom('app.saved_views')
    .selectAll()
    .where('id', '=', id)
    .where('company_id', 'is not distinct from', companyId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || (row.person_id !== personId && !row.shared)) throw new Refusal('not_found');
  if (row.person_id !== personId && !mayShare(actor)) throw new Refusal('forbidden');
  return row;
}

export const presentView = (row: ViewRow, actor: Member | Agent): SavedView => ({
  id: row.id,
  list: row.list as ViewList,
  name: row.name,
  filters: row.filters as ViewFilters,
  shared: row.shared,
  own: row.person_id === actor.personId,
  mayChange: row.person_id === actor.personId || mayShare(actor),
  version: row.version,
});

/** Where the days of a person's filters begin and end. */
export async function loadTimeZone(db: Db, personId: string): Promise<string> {
  const row = await db
    .selectFrom('auth.people')
    .select('time_zone')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return row.time_zone;
}
