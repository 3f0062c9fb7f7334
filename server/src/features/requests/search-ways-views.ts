import { DESKS } from '@companyaccount/contract/requests';
import { type Expression, type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { DB } from '#platform/db/schema.generated.ts';
import type { Tx } from '#platform/db/database.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { endQueryOf, plainQueryOf, readSearch, type SearchText, stemLanguagesOf, type Term } from './search-words.ts';

type Eb = ExpressionBuilder<DB & { r: DB['app.requests'] }, 'r'>;
/** One way in which the text may lead to requests. */
export type Way = (eb: Eb) => Expression<SqlBool>;

/** The query that finds a term in an entry: as it stands, by its stems, and as part of a word of a name. */
export function tsQuery(term: Term): RawBuilder<unknown> {
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

/** The entries that a term is found in, of those that the actor may read. */
export const entriesWith = (from: Pick<Tx, 'selectFrom'>, term: Term, actor: Member | Agent) =>
  from
    .selectFrom('app.search_entries as e')
    .where(sql<boolean>`e.words @@ ${tsQuery(term)}`)
    // Not even that a note exists may be learned by asking for its words.
    .$if(isMember(actor), (q) => q.where('e.internal', '=', false));

/** Whether a term stands in the request. `offset 0` keeps it a question about each request by itself. */
export const byTerm =
  (term: Term, actor: Member | Agent): Way =>
  (eb) =>
    eb.exists(
      entriesWith(eb as unknown as Tx, term, actor)
        .select('e.source_id')
        .where('e.request_id', '=', sql.ref<string>('r.id'))
        .offset(0),
    );

const byNumber =
  ({ prefix, value }: NonNullable<SearchText['number']>): Way =>
  (eb) =>
    eb.and([
      eb('r.number', '=', value),
      eb('r.desk', 'in', prefix === null ? DESKS : [prefix === 'TS' ? 'support' : 'lab']),
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

const NAME_MIN = 3;
/** A part of a name that more people or companies share leads to the newest of them. */
const NAMED_MAX = 500;
type Column = 'r.author_id' | 'r.company_id' | 'r.submitter_id';

/**
 * Whose requests a name leads to: people, for the vendor also companies, and people outside every company, whom the
 * vendor alone knows. Asked first, because only of known people and companies does the planner know how much they filed.
 */
async function byName(tx: Tx, text: string, actor: Member | Agent): Promise<Way[]> {
  const part = likePart(text);
  const people = tx
    .selectFrom('auth.people as p')
    .select([sql.lit<Column>('r.author_id').as('column'), 'p.id'])
    .where('p.name', 'ilike', part)
    .$if(isMember(actor), (q) =>
      q.where((eb) =>
        eb.exists(
          eb
            .selectFrom('app.members as m')
            .select('m.person_id')
            .whereRef('m.person_id', '=', 'p.id')
            .where('m.company_id', '=', actor.membership?.companyId ?? ''),
        ),
      ),
    )
    .orderBy('p.id', 'desc')
    .limit(NAMED_MAX);
  const companies = tx
    .selectFrom('app.companies as c')
    .select([sql.lit<Column>('r.company_id').as('column'), 'c.id'])
    .where('c.name', 'ilike', part)
    .orderBy('c.id', 'desc')
    .limit(NAMED_MAX);
  const submitters = tx
    .selectFrom('app.submitters as s')
    .select([sql.lit<Column>('r.submitter_id').as('column'), 's.id'])
    .where((of) => of.or([of('s.name', 'ilike', part), of('s.email', 'ilike', part)]))
    .orderBy('s.id', 'desc')
    .limit(NAMED_MAX);
  const named = await tx
    .selectFrom(people.as('people'))
    .selectAll()
    .$if(!isMember(actor), (q) =>
      q
        .unionAll(tx.selectFrom(companies.as('companies')).selectAll())
        .unionAll(tx.selectFrom(submitters.as('submitters')).selectAll()),
    )
    .execute();
  const ids = Map.groupBy(named, ({ column }) => column);
  return [...ids].map(
    ([column, rows]): Way =>
      (eb) =>
        eb(
          column,
          'in',
          rows.map(({ id }) => id),
        ),
  );
}

/** How a text may lead to requests: by all of its terms, or by any of the other ways, each with an index of its own. */
export async function waysOf(
  tx: Tx,
  text: string,
  actor: Member | Agent,
): Promise<{ terms: readonly Term[]; others: readonly Way[] }> {
  const { terms, number, hash } = readSearch(text);
  if (number?.only === true) return { terms: [], others: [byNumber(number)] };
  const others: Way[] = [];
  if (number !== null) others.push(byNumber(number));
  if (hash !== null) others.push(byHash(hash, actor));
  const name = text.trim();
  if (Array.from(name).length >= NAME_MIN && others.length === 0) others.push(...(await byName(tx, name, actor)));
  return { terms, others };
}
