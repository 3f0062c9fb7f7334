import {
  type CreateView,
  type PatchView,
  type ViewFilters,
  type ViewList,
  VIEWS_MAX,
} from '@companyaccount/contract/saved-views';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { lockView, mayShare, ownerOf, type ViewRow } from './saved-views-access.ts';
import { isDay } from './view-query.ts';
import {
  countOwnViews,
  deleteViewRow,
  insertView,
  lockViews,
  orderViews,
  updateView,
  viewsOf,
} from './saved-views-store.ts';

function assertDays(filters: ViewFilters | undefined): void {
  for (const name of ['from', 'to'] as const) {
    const day = filters?.[name];
    if (day !== undefined && !isDay(day)) throw refuseField(`/filters/${name}`, 'wrong_format');
  }
}

function assertShareable(actor: Member | Agent, shared: boolean | undefined): void {
  if (shared === true && !mayShare(actor)) throw new Refusal('forbidden');
}

/** Tells open pages of the staff; what a member does in one window, the others see when they are looked at again. */
async function announce(tx: Tx, actor: Member | Agent, list: string, shared: boolean): Promise<void> {
  if (isMember(actor)) return;
  await emit(tx, 'view_changed', shared ? { desk: list, internal: true } : { personId: actor.personId });
}

const record = (
  tx: Tx,
  action: 'view.created' | 'view.changed' | 'view.deleted',
  id: string,
  list: string,
  shared: boolean,
) => audit(tx, action, { type: 'view', id }, { list, shared });

/** Members have views of their history, staff of the lists of the desks. */
function assertList(actor: Member | Agent, list: ViewList): void {
  if (isMember(actor) !== (list === 'history')) throw refuseField('/list', 'not_one_of');
}

/** Saves a view behind the others; refuses with `too_many_views`. */
export async function createView(
  tx: Tx,
  actor: Member | Agent,
  { list, name, filters, shared = false }: CreateView,
  at: Date,
  id: string,
): Promise<string> {
  assertList(actor, list);
  assertShareable(actor, shared);
  assertDays(filters);
  const owner = ownerOf(actor);
  await lockViews(tx, owner);
  const { count, last } = await countOwnViews(tx, owner, list);
  if (count >= VIEWS_MAX) throw new Refusal('too_many_views');
  await insertView(tx, { owner, list, name: name.trim(), filters, shared, position: last + 1, at }, id);
  await record(tx, 'view.created', id, list, shared);
  await announce(tx, actor, list, shared);
  return id;
}

/** Changes a view of this version; refuses with `version_moved`. */
export async function changeView(
  tx: Tx,
  actor: Member | Agent,
  id: string,
  version: number,
  { name, filters, shared }: PatchView,
): Promise<ViewRow> {
  const view = await lockView(tx, actor, id);
  assertShareable(actor, shared);
  assertDays(filters);
  const change = {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(filters === undefined ? {} : { filters }),
    ...(shared === undefined ? {} : { shared }),
  };
  const changed = await updateView(tx, id, version, change);
  if (changed === undefined) throw new Refusal('version_moved');
  await record(tx, 'view.changed', id, view.list, shared ?? view.shared);
  await announce(tx, actor, view.list, view.shared || shared === true);
  return changed;
}

/** Puts an own view before another one, or last. */
export async function moveView(tx: Tx, actor: Member | Agent, id: string, before: string | null): Promise<void> {
  const owner = ownerOf(actor);
  await lockViews(tx, owner);
  const view = await lockView(tx, actor, id);
  if (view.person_id !== actor.personId) throw new Refusal('forbidden');
  const rows = await viewsOf(tx, owner, view.list as ViewList)
    .select('id')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const others = rows.map((row) => row.id).filter((one) => one !== id);
  const place = before === null ? others.length : others.indexOf(before);
  if (place < 0) throw refuseField('/before', 'not_one_of');
  await orderViews(tx, others.toSpliced(place, 0, id));
  await announce(tx, actor, view.list, false);
}

/** Deletes a view; whoever looks at it goes on looking at the same requests. */
export async function deleteView(tx: Tx, actor: Member | Agent, id: string): Promise<void> {
  const view: ViewRow = await lockView(tx, actor, id);
  await deleteViewRow(tx, id);
  await record(tx, 'view.deleted', id, view.list, view.shared);
  await announce(tx, actor, view.list, view.shared);
}
