import type { Desk } from '@companyaccount/contract/requests';
import { TAGS_OF_DESK_MAX } from '@companyaccount/contract/tags';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { newId } from '#platform/ids.ts';

/** The tags of a desk that some request has, by name. */
const inUse = (db: Db | Tx, desk: Desk) =>
  db
    .selectFrom('app.tags as t')
    .where('t.desk', '=', desk)
    .where((eb) =>
      eb.exists(eb.selectFrom('app.request_tags as g').select('g.tag_id').whereRef('g.tag_id', '=', 't.id')),
    );

export async function listTags(db: Db, desk: Desk): Promise<string[]> {
  const rows = await inUse(db, desk).select('t.name').orderBy('t.name').limit(TAGS_OF_DESK_MAX).execute();
  return rows.map(({ name }) => name);
}

const findIds = async (tx: Tx, desk: Desk, names: readonly string[]): Promise<Map<string, string>> => {
  if (names.length === 0) return new Map();
  const rows = await tx
    .selectFrom('app.tags')
    .select(['id', 'name'])
    .where('desk', '=', desk)
    .where('name', 'in', names)
    .execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
};

/** The ids of tags of a desk, of which new ones are made; null where there would be too many. */
export async function ensureTags(tx: Tx, desk: Desk, names: readonly string[]): Promise<string[] | null> {
  const known = await findIds(tx, desk, names);
  if (known.size === names.length) return [...known.values()];
  await takeTurn(tx, `tags ${desk}`);
  const { count } = await inUse(tx, desk)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count + names.length - known.size > TAGS_OF_DESK_MAX) return null;
  await tx
    .insertInto('app.tags')
    .values(names.map((name) => ({ id: newId(), desk, name })))
    .onConflict((conflict) => conflict.columns(['desk', 'name']).doNothing())
    .execute();
  return [...(await findIds(tx, desk, names)).values()];
}

/** Gives a request tags; answers with the ids of those that it had not. */
export async function insertTags(tx: Tx, requestId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .insertInto('app.request_tags')
    .values(ids.map((tagId) => ({ request_id: requestId, tag_id: tagId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('tag_id')
    .execute();
  return rows.map((row) => row.tag_id);
}

/** Takes tags away from a request; answers with the ids of those that it had. */
export async function deleteTags(tx: Tx, requestId: string, desk: Desk, names: readonly string[]): Promise<string[]> {
  const ids = [...(await findIds(tx, desk, names)).values()];
  if (ids.length === 0) return [];
  const rows = await tx
    .deleteFrom('app.request_tags')
    .where('request_id', '=', requestId)
    .where('tag_id', 'in', ids)
    .returning('tag_id')
    .execute();
  return rows.map((row) => row.tag_id);
}

/** How many tags a request has. */
export async function countTags(tx: Tx, requestId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('app.request_tags')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();
  return count;
}
