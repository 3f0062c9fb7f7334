import { type Expression, type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { DB } from '#platform/db/schema.generated.ts';
import type { Tx } from '#platform/db/database.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { pageSize } from '#platform/http/cursor.ts';
import { mayReadRequest } from './requests-access.ts';
import { asAsked, DEFAULT_SORT, type ListQuery, SORTS } from './requests-views.ts';
import { endQueryOf, plainQueryOf, readSearch, type SearchText, stemLanguagesOf, type Term } from './search-words.ts';

type Eb = ExpressionBuilder<DB & { r: DB['app.requests'] }, 'r'>;
/** One way in which the text may lead to requests. */
type Way = (eb: Eb) => Expression<SqlBool>;

/** The query that finds a term in an entry: as it stands, by its stems, and as part of a word of a name. */
function tsQuery(term: Term): RawBuilder<unknown> {
  const queries = [sql`to_tsquery('simple', ${plainQueryOf(term)})`];
  const [word] = term.words;
  if (!term.exact && term.words.length === 1 && word !== undefined) {
    for (const language of stemLanguagesOf(word)) {
      queries.push(sql`plainto_tsquery(app.stemmer_of(${language}), ${word})`);
    }
  }
  const end = endQueryOf(term);
  if (end !== null) queries.push(sql`${end}::tsquery`);
  return sql`(${sql.join(queries, sql` || `)})`;
}

const likePart = (text: string) => `%${text.replaceAll(/[\\%_]/gu, '\\$&')}%`;

const byTerms =
  (terms: readonly Term[], actor: Member | Agent): Way =>
  (eb) =>
    eb.and(
      terms.map((term) =>
        eb.exists(
          eb
            .selectFrom('app.search_entries as e')
            .select('e.source_id')
            .whereRef('e.request_id', '=', 'r.id')
            .where(sql<boolean>`e.words @@ ${tsQuery(term)}`)
            // Not even that a note exists may be learned by asking for its words.
            .$if(isMember(actor), (q) => q.where('e.internal', '=', false)),
        ),
      ),
    );

const byNumber =
  ({ prefix, value }: NonNullable<SearchText['number']>): Way =>
  (eb) =>
    eb.and([
      eb('r.number', '=', value),
      ...(prefix === null ? [] : [eb('r.desk', '=', prefix === 'TS' ? 'support' : 'lab')]),
    ]);

function byHash(digits: string, actor: Member | Agent): Way {
  const bound = (fill: string) => Buffer.from(digits.padEnd(64, fill), 'hex');
  return (eb) =>
    eb(
      'r.id',
      'in',
      eb
        .selectFrom('app.attachments as a')
        .innerJoin('app.messages as m', 'm.id', 'a.message_id')
        .select('a.request_id')
        .where('a.sha256', '>=', bound('0'))
        .where('a.sha256', '<=', bound('f'))
        .$if(isMember(actor), (q) => q.where('m.visibility', '=', 'public')),
    );
}

const byAuthor =
  (text: string): Way =>
  (eb) =>
    eb('r.author_id', 'in', eb.selectFrom('auth.people as p').select('p.id').where('p.name', 'ilike', likePart(text)));
const byCompany =
  (text: string): Way =>
  (eb) =>
    eb(
      'r.company_id',
      'in',
      eb.selectFrom('app.companies as c').select('c.id').where('c.name', 'ilike', likePart(text)),
    );

/** People outside every company are known to the vendor alone. */
const bySubmitter =
  (text: string): Way =>
  (eb) =>
    eb(
      'r.submitter_id',
      'in',
      eb
        .selectFrom('app.submitters as s')
        .select('s.id')
        .where((of) => of.or([of('s.name', 'ilike', likePart(text)), of('s.email', 'ilike', likePart(text))])),
    );

const NAME_MIN = 3;

function waysOf(text: string, actor: Member | Agent): Way[] {
  const { terms, number, hash } = readSearch(text);
  if (number?.only === true) return [byNumber(number)];
  const ways: Way[] = [];
  if (number !== null) ways.push(byNumber(number));
  if (hash !== null) ways.push(byHash(hash, actor));
  if (terms.length > 0) ways.push(byTerms(terms, actor));
  const name = text.trim();
  if (Array.from(name).length >= NAME_MIN && number === null && hash === null) {
    ways.push(byAuthor(name));
    if (!isMember(actor)) ways.push(byCompany(name), bySubmitter(name));
  }
  return ways;
}

/**
 * Ids of a page of requests, and one more, that a text leads to, within the query's filters and in its order. Runs on
 * the vendor's side, where indexes serve the search; who may see what is asked here, and again when the rows are loaded.
 * Each way is asked by itself, so that each is served by its own index.
 */
export async function searchRequestIds(
  tx: Tx,
  actor: Member | Agent,
  query: ListQuery & { q: string },
): Promise<string[]> {
  const { column, direction } = SORTS[query.sort ?? DEFAULT_SORT];
  const asked = waysOf(query.q, actor).map((way) =>
    asAsked(
      tx
        .selectFrom('app.requests as r')
        .select(['r.id', `${column} as value`])
        .where((eb) => mayReadRequest(eb as never, actor))
        .where((eb) => way(eb as never)),
      actor,
      query,
    ),
  );
  const found = asked.map((one) => tx.selectFrom(one.as('found')).select(['found.id', 'found.value']));
  const [first, ...others] = found;
  if (first === undefined) return [];
  const rows = await others
    .reduce((all, one) => all.union(one), first)
    .orderBy('value', direction)
    .orderBy('id', direction)
    .limit(pageSize(query) + 1)
    .execute();
  return rows.map(({ id }) => id);
}
