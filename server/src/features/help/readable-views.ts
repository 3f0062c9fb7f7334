import type { Article, ArticleAudience, ArticleSummary } from '@companyaccount/contract/articles';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract/schema';
import { sql } from 'kysely';
import { readSearch, tsQuery, wordsOf } from '#features/requests/index.ts';
import type { Db } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { ASKED_WORDS_MAX, SUGGESTED_BY } from './article.ts';

/** Who asks: whose articles they may read, and in which language they would rather. */
export interface ReaderOfHelp {
  audiences: readonly ArticleAudience[];
  language: InterfaceLanguage;
}

/** What is published of each article, in the reader's language, else in English, else in any. */
const readable = (db: Db, { audiences, language }: ReaderOfHelp) =>
  db
    .selectFrom('app.articles as a')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('app.article_versions as v')
          .select(['v.language', 'v.title', 'v.summary', 'v.text', 'v.published_at'])
          .whereRef('v.article_id', '=', 'a.id')
          .where('v.state', '=', 'published')
          .orderBy((of) => of('v.language', '=', language), 'desc')
          .orderBy((of) => of('v.language', '=', 'en'), 'desc')
          .orderBy('v.language')
          .limit(1)
          .as('t'),
      (join) => join.onTrue(),
    )
    .leftJoin('app.products as p', 'p.id', 'a.product_id')
    .select(['a.id', 'a.slug', 'a.audience', 'a.product_id', 'p.name as product_name', 'a.published_at as listed_at'])
    .select(['t.language', 't.title', 't.summary', 't.published_at'])
    .where('a.audience', 'in', audiences)
    .where('a.published_at', 'is not', null);
export type ReadableRow = Awaited<ReturnType<ReturnType<typeof readable>['executeTakeFirstOrThrow']>>;

export const presentSummary = (row: ReadableRow): ArticleSummary => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  summary: row.summary,
  language: row.language as InterfaceLanguage,
  audience: row.audience as ArticleAudience,
  product: row.product_id === null ? null : { id: row.product_id, name: row.product_name ?? '' },
  publishedAt: (row.published_at ?? new Date(0)).toISOString(),
});
export const readableCursor = (row: ReadableRow) => ({
  value: (row.listed_at ?? new Date(0)).toISOString(),
  id: row.id,
});

export interface HelpQuery {
  q?: string;
  product?: string;
  'page[size]'?: number;
  'page[after]'?: string;
}

/**
 * Articles that the reader may read, the latest first, one more than a page. With `q`, those in which all its words are
 * found, in whatever language; where no article has them, one page of those whose title reads much like it.
 */
export async function listReadable(db: Db, reader: ReaderOfHelp, query: HelpQuery): Promise<ReadableRow[]> {
  const asked = query.q?.trim() ?? '';
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  const rows = readable(db, reader)
    .$if(query.product !== undefined, (q) => q.where('a.product_id', '=', query.product ?? null))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(a.published_at, a.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('a.published_at', 'desc')
    .orderBy('a.id', 'desc');
  const size = pageSize(query);
  if (asked === '') return rows.limit(size + 1).execute();
  const { terms } = readSearch(asked);
  const found =
    terms.length === 0
      ? []
      : await rows
          .where(
            sql<boolean>`a.id in (select v.article_id from app.article_versions v where v.state = 'published' and ${sql.join(
              terms.map((term) => sql`v.words @@ ${tsQuery(term)}`),
              sql` and `,
            )})`,
          )
          .limit(size + 1)
          .execute();
  if (found.length > 0 || after !== null) return found;
  return rows
    .where(
      sql<boolean>`a.id in (select v.article_id from app.article_versions v
        where v.state in ('draft', 'published') and v.state = 'published' and ${asked} <% v.title)`,
    )
    .limit(size)
    .execute();
}

/** One article, as the reader may read it. Throws `not_found`. */
export async function loadReadable(db: Db, reader: ReaderOfHelp, id: string): Promise<Article> {
  const row = await readable(db, reader)
    .select('t.text')
    .select((eb) =>
      eb
        .selectFrom('app.article_versions as o')
        .select((inner) => inner.fn<string[]>('array_agg', ['o.language']).as('languages'))
        .whereRef('o.article_id', '=', 'a.id')
        .where('o.state', '=', 'published')
        .as('languages'),
    )
    .where('a.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  const languages = INTERFACE_LANGUAGES.filter((one) => row.languages?.includes(one) === true);
  return { ...presentSummary(row), text: row.text, languages };
}

/** The stems of what somebody writes, in every language that articles are written in; filling words have none. */
async function stemsOf(db: Db, text: string): Promise<string[]> {
  const words = [...new Set(wordsOf(text).map((word) => word.toLowerCase()))].slice(0, ASKED_WORDS_MAX).join(' ');
  if (words === '') return [];
  const vectors = INTERFACE_LANGUAGES.map((language) => sql`to_tsvector(app.stemmer_of(${language}), ${words})`);
  const { rows } = await sql<{ stems: string[] }>`
    select tsvector_to_array(${sql.join(vectors, sql` || `)}) as stems`.execute(db);
  // A word of one letter says nothing; digits alone are numbers of versions and events, which do.
  return (rows[0]?.stems ?? []).filter((stem) => /^[\p{L}\p{M}\p{N}]{2,}$/u.test(stem));
}

/** Of so many articles that have any of the words, the likeliest are chosen. */
const LOOKED_AT = 200;

/** Articles that may answer a text, the likeliest first: they have two of its words, or all where it has fewer. */
export async function suggestReadable(
  db: Db,
  reader: ReaderOfHelp,
  text: string,
  limit: number,
): Promise<ReadableRow[]> {
  const stems = await stemsOf(db, text);
  if (stems.length === 0) return [];
  const any = stems.map((stem) => `'${stem}'`).join(' | ');
  const needed = Math.min(SUGGESTED_BY, stems.length);
  const { rows } = await sql<{ id: string }>`
    with found as materialized (
      select v.article_id, v.words, ts_rank('{0.1, 0.1, 0.1, 1}', v.words, ${any}::tsquery, 1) as rank
      from app.article_versions v join app.articles a on a.id = v.article_id
      where v.state = 'published' and v.words @@ ${any}::tsquery and a.audience in (${sql.join(reader.audiences)})
      order by rank desc limit ${LOOKED_AT})
    select article_id as id from found
    where (select count(*) from unnest(${stems}::text[]) s where s = any(tsvector_to_array(found.words))) >= ${needed}
    group by article_id order by max(rank) desc, article_id limit ${limit}`.execute(db);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const found = await readable(db, reader).where('a.id', 'in', ids).execute();
  return found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}
