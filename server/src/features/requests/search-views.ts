import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { encodeCursor, pageSize } from '#platform/http/cursor.ts';
import type { Term } from './search-words.ts';
import { mayReadRequest } from './requests-access.ts';
import { asAsked, DEFAULT_SORT, type ListQuery, SORTS } from './requests-views.ts';
import { byTerm, entriesWith, type Way, waysOf } from './search-ways-views.ts';

type SearchQuery = ListQuery & { q: string };

/** How many requests of the list are looked at before the index of words is asked, and at most in one statement. */
const FIRST_STEP = 300;
const STEP_MAX = 4000;
/** Words that are common but hardly ever stand together are not waited for in the list any longer than this. */
const WALK_MAX = 20_000;
/** With more entries than this a word is not rare: walking the list fills the page sooner than sorting them all. */
const RARE_MAX = 20_000;
/** A word that stands in a larger share of the requests walked is not even asked about. */
const RARE_SHARE = 0.01;

const listOf = (tx: Tx, actor: Member | Agent, query: SearchQuery) =>
  tx
    .selectFrom('app.requests as r')
    .select(['r.id', `${SORTS[query.sort ?? DEFAULT_SORT].column} as value`])
    .where((eb) => mayReadRequest(eb as never, actor));

/** The list from the query's cursor on, `step` requests of it: which of the terms stand in each, and all that leads to it. */
async function walk(
  tx: Tx,
  actor: Member | Agent,
  query: SearchQuery,
  step: number,
  terms: readonly Term[],
  others: readonly Way[],
) {
  const list = asAsked(
    listOf(tx, actor, query).select(['r.number', 'r.desk', 'r.author_id', 'r.company_id', 'r.submitter_id']),
    actor,
    { ...query, 'page[size]': step - 1 },
  );
  const rows = await tx
    .selectFrom(list.as('r'))
    .select((eb) => [
      'r.id',
      'r.value',
      sql<boolean[]>`array[${sql.join(terms.map((term) => byTerm(term, actor)(eb as never)))}]`.as('terms'),
      eb.or([eb.lit(false), ...others.map((way) => way(eb as never))]).as('other'),
    ])
    .execute();
  return rows.map((row) => ({ ...row, found: row.other === true || row.terms.every(Boolean) }));
}

/**
 * From here on the transaction's statements go from few rows to theirs, one by one, each by its index: the planner
 * cannot know how many words begin with what was typed, so it is told.
 */
const FROM_FEW_ROWS = sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true), set_config('work_mem', '32MB', true)`;

async function isRare(tx: Tx, actor: Member | Agent, term: Term): Promise<boolean> {
  const some = entriesWith(tx, term, actor)
    .select('e.request_id')
    .limit(RARE_MAX + 1);
  const { count } = await tx
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count <= RARE_MAX;
}

/** A page of what all terms, a rare one first, and the other ways lead to, each asked by itself from its index. */
async function fromIndexes(
  tx: Tx,
  actor: Member | Agent,
  query: SearchQuery,
  [rare, ...terms]: readonly Term[],
  others: readonly Way[],
): Promise<string[]> {
  const { direction } = SORTS[query.sort ?? DEFAULT_SORT];
  const ways = [...others];
  if (rare !== undefined) {
    ways.push((eb) =>
      eb.and([sql<boolean>`r.id in (select request_id from entries)`, ...terms.map((term) => byTerm(term, actor)(eb))]),
    );
  }
  // Collected first, once: else the planner would rather look into each request's entries.
  const entries = (
    rare === undefined ? tx.selectFrom('app.search_entries as e').where(sql.lit(false)) : entriesWith(tx, rare, actor)
  ).select('e.request_id');
  const [first, ...rest] = ways.map((way) => {
    const page = asAsked(
      listOf(tx, actor, query).where((eb) => way(eb as never)),
      actor,
      query,
    );
    return tx.selectFrom(page.as('page')).select(['page.id', 'page.value']);
  });
  if (first === undefined) return [];
  const rows = await tx
    .with(
      (cte) => cte('entries').materialized(),
      () => entries,
    )
    .selectFrom(rest.reduce((all, one) => all.union(one), first).as('found'))
    .select('found.id')
    .orderBy('found.value', direction)
    .orderBy('found.id', direction)
    .limit(pageSize(query) + 1)
    .execute();
  return rows.map(({ id }) => id);
}

const placeOf = ({ id, value }: { id: string; value: Date | number }) =>
  encodeCursor({ id, value: value instanceof Date ? value.toISOString() : value === Infinity ? 'infinity' : value });

/**
 * Ids of a page of requests, and one more, that a text leads to, within the query's filters and in its order. Runs on
 * the vendor's side, where indexes serve the search; who may see what is asked here, and again when the rows are loaded.
 *
 * A common word fills the page from the beginning of the list; a rare one is looked up in the index of words. Which it
 * is shows in the first requests of the list: it is walked on as long as what was found in it promises a full page soon.
 */
export async function searchRequestIds(tx: Tx, actor: Member | Agent, query: SearchQuery): Promise<string[]> {
  const wanted = pageSize(query) + 1;
  const { terms, others } = await waysOf(tx, query.q, actor);
  if (terms.length === 0) {
    await FROM_FEW_ROWS.execute(tx);
    return fromIndexes(tx, actor, query, [], others);
  }
  const found: string[] = [];
  const counts = new Map<Term, number>();
  const stands = (term: Term) => counts.get(term) ?? 0;
  let from = query;
  let walked = 0;
  let indexAsked = false;
  let step = FIRST_STEP;
  for (;;) {
    const rows = await walk(tx, actor, from, step, terms, others);
    found.push(...rows.filter((row) => row.found).map(({ id }) => id));
    const last = rows.at(-1);
    if (found.length >= wanted || rows.length < step || last === undefined) return found.slice(0, wanted);
    for (const [at, term] of terms.entries())
      counts.set(term, stands(term) + rows.filter((row) => row.terms[at]).length);
    walked += rows.length;
    const needed = (walked / found.length) * (wanted - found.length);
    const rarestFirst = terms.toSorted((a, b) => stands(a) - stands(b));
    const [rarest] = rarestFirst;
    if (needed > STEP_MAX && !indexAsked && rarest !== undefined && stands(rarest) < walked * RARE_SHARE) {
      indexAsked = true;
      await FROM_FEW_ROWS.execute(tx);
      if (await isRare(tx, actor, rarest)) return fromIndexes(tx, actor, query, rarestFirst, others);
    }
    if (walked > WALK_MAX) return fromIndexes(tx, actor, query, rarestFirst, others);
    from = { ...query, 'page[after]': placeOf(last) };
    step = Math.ceil(Math.min(Math.max(needed, FIRST_STEP), STEP_MAX));
  }
}
