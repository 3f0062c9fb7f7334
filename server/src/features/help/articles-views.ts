import type {
  ArticleAudience,
  ArticleComment,
  ArticleImage,
  ArticleRecord,
  ArticleRow,
  ArticleState,
  ArticleVersion,
  ArticleVersionRow,
} from '@companyaccount/contract/articles';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract/schema';
import { sql } from 'kysely';
import { formatNumber } from '#features/requests/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };
const placeAfter = (query: PageQuery) =>
  query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');

const countOf = (helpful: boolean) =>
  sql<number>`(select count(*)::int from app.article_feedback f where f.article_id = a.id and f.helpful = ${helpful})`;
const DAY = sql<string | null>`to_char(a.review_on, 'YYYY-MM-DD')`;
const productOf = (row: { product_id: string | null; product_name: string | null }) =>
  row.product_id === null ? null : { id: row.product_id, name: row.product_name ?? '' };

export interface ArticlesQuery extends PageQuery {
  q?: string;
  audience?: ArticleAudience;
  state?: 'draft' | 'published' | 'unpublished';
  due?: boolean;
  language: InterfaceLanguage;
}

/** All articles, those changed last first, one more than a page; titles in the language asked for where there are. */
export async function listArticleRows(db: Db, query: ArticlesQuery, now: Date) {
  const after = placeAfter(query);
  const part = query.q?.trim() ?? '';
  return db
    .selectFrom('app.articles as a')
    .leftJoin('app.products as p', 'p.id', 'a.product_id')
    .select(['a.id', 'a.slug', 'a.audience', 'a.product_id', 'p.name as product_name', 'a.updated_at'])
    .select([DAY.as('review_on'), countOf(true).as('helpful'), countOf(false).as('unhelpful')])
    .select(
      sql<string>`(select v.title from app.article_versions v where v.article_id = a.id
        order by v.language = ${query.language} desc, v.language = 'en' desc, v.number desc limit 1)`.as('title'),
    )
    .select(
      sql<{ language: InterfaceLanguage; published: boolean; draft: boolean }[]>`(
        select json_agg(json_build_object('language', v.language, 'published', v.published, 'draft', v.draft)
          order by v.language)
        from (select language, bool_or(state = 'published') as published, bool_or(state = 'draft') as draft
          from app.article_versions where article_id = a.id group by language) v)`.as('texts'),
    )
    .$if(query.audience !== undefined, (q) => q.where('a.audience', '=', query.audience ?? ''))
    .$if(query.state === 'published', (q) => q.where('a.published_at', 'is not', null))
    .$if(query.state === 'unpublished', (q) => q.where('a.published_at', 'is', null))
    .$if(query.state === 'draft', (q) =>
      q.where(
        sql<boolean>`exists (select from app.article_versions v where v.article_id = a.id and v.state = 'draft')`,
      ),
    )
    .$if(query.due === true, (q) =>
      q
        .where('a.published_at', 'is not', null)
        .where(sql<boolean>`a.review_on <= ${now.toISOString().slice(0, 10)}::date`),
    )
    .$if(part !== '', (q) =>
      q.where(
        sql<boolean>`a.id in (select v.article_id from app.article_versions v
          where v.state in ('draft', 'published') and v.title ilike ${`%${part.replaceAll(/[\\%_]/gu, '\\$&')}%`})`,
      ),
    )
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(a.updated_at, a.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('a.updated_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ListedArticle = Awaited<ReturnType<typeof listArticleRows>>[number];

export const presentArticleRow = (row: ListedArticle): ArticleRow => ({
  id: row.id,
  slug: row.slug,
  title: row.title,
  audience: row.audience as ArticleAudience,
  product: productOf(row),
  texts: row.texts,
  reviewOn: row.review_on,
  helpful: row.helpful,
  unhelpful: row.unhelpful,
  updatedAt: row.updated_at.toISOString(),
});

/** Whether something of an article was ever published. */
export async function wasPublished(tx: Db | Tx, articleId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.article_versions')
    .select('id')
    .where('article_id', '=', articleId)
    .where('published_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const versions = (db: Db | Tx, articleId: string) =>
  db
    .selectFrom('app.article_versions as v')
    .innerJoin('auth.people as author', 'author.id', 'v.author_id')
    .leftJoin('auth.people as publisher', 'publisher.id', 'v.publisher_id')
    .select(['v.id', 'v.language', 'v.number', 'v.state', 'v.title', 'v.author_id', 'author.name as author_name'])
    .select(['v.publisher_id', 'publisher.name as publisher_name', 'v.published_at', 'v.ended_at', 'v.updated_at'])
    .where('v.article_id', '=', articleId);
export type VersionRow = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>;

export const presentVersionRow = (row: VersionRow): ArticleVersionRow => ({
  id: row.id,
  number: row.number,
  state: row.state as ArticleState,
  title: row.title,
  author: { id: row.author_id, name: row.author_name },
  publisher: row.publisher_id === null ? null : { id: row.publisher_id, name: row.publisher_name ?? '' },
  publishedAt: row.published_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  updatedAt: row.updated_at.toISOString(),
});
const presentVersion = (row: VersionRow & { summary: string; text: string }): ArticleVersion => ({
  ...presentVersionRow(row),
  summary: row.summary,
  text: row.text,
});

/** Versions of an article in a language, newest first, one more than a page. */
export async function listVersionRows(db: Db, articleId: string, language: InterfaceLanguage, query: PageQuery) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'number');
  return versions(db, articleId)
    .where('v.language', '=', language)
    .$if(after !== null, (q) => q.where('v.number', '<', Math.min(Number(after?.value), 2 ** 31 - 1)))
    .orderBy('v.number', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

/** One version with its text. Throws `not_found`. */
export async function loadVersion(db: Db, articleId: string, id: string): Promise<ArticleVersion> {
  const row = await versions(db, articleId).select(['v.summary', 'v.text']).where('v.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return presentVersion(row);
}

export async function listImages(db: Db | Tx, articleId: string): Promise<ArticleImage[]> {
  const rows = await db
    .selectFrom('app.article_images')
    .select(['id', 'state', 'name', 'width', 'height'])
    .where('article_id', '=', articleId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as ArticleImage['state'] }));
}

/** Everything about one article, for staff; the number of the request only for those who read requests. */
export async function loadRecord(db: Db | Tx, id: string, readsRequests: boolean): Promise<ArticleRecord> {
  const row = await db
    .selectFrom('app.articles as a')
    .leftJoin('app.products as p', 'p.id', 'a.product_id')
    .leftJoin('app.requests as r', 'r.id', 'a.request_id')
    .select(['a.id', 'a.slug', 'a.audience', 'a.product_id', 'p.name as product_name', 'a.version'])
    .select(['a.created_at', 'a.updated_at', 'r.id as request_id', 'r.desk', 'r.number'])
    .select([DAY.as('review_on'), countOf(true).as('helpful'), countOf(false).as('unhelpful')])
    .where('a.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  const texts = await db
    .selectFrom('app.article_texts')
    .select(['language', 'version'])
    .where('article_id', '=', id)
    .execute();
  // Of each language the open draft, what is published, and the last version whatever it is.
  const shown = await versions(db, id)
    .select(['v.summary', 'v.text'])
    .where(
      sql<boolean>`(v.state in ('draft', 'published') or v.number = (select max(n.number) from app.article_versions n
        where n.article_id = v.article_id and n.language = v.language))`,
    )
    .orderBy('v.number', 'desc')
    .execute();
  const textOf = (language: InterfaceLanguage) => {
    const version = texts.find((text) => text.language === language)?.version;
    const [last, ...older] = shown.filter((one) => one.language === language).map(presentVersion);
    if (version === undefined || last === undefined) return [];
    const inState = (state: ArticleState) => [last, ...older].find((one) => one.state === state) ?? null;
    return [{ language, version, draft: inState('draft'), published: inState('published'), last }];
  };
  return {
    id: row.id,
    slug: row.slug,
    slugIsFixed: await wasPublished(db, id),
    audience: row.audience as ArticleAudience,
    product: productOf(row),
    request:
      row.request_id === null || row.desk === null || row.number === null || !readsRequests
        ? null
        : { id: row.request_id, number: formatNumber(row.desk as 'support' | 'lab', row.number) },
    reviewOn: row.review_on,
    texts: INTERFACE_LANGUAGES.flatMap(textOf),
    images: await listImages(db, id),
    helpful: row.helpful,
    unhelpful: row.unhelpful,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  };
}

/** Comments of readers, newest first, one more than a page. */
export async function listCommentRows(db: Db, articleId: string, query: PageQuery) {
  const after = placeAfter(query);
  return db
    .selectFrom('app.article_feedback as f')
    .select(['f.id', 'f.language', 'f.helpful', 'f.comment', 'f.side', 'f.created_at'])
    .where('f.article_id', '=', articleId)
    .where('f.comment', 'is not', null)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(f.created_at, f.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('f.created_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type CommentRow = Awaited<ReturnType<typeof listCommentRows>>[number];

export const presentComment = (row: CommentRow): ArticleComment => ({
  id: row.id,
  language: row.language as InterfaceLanguage,
  helpful: row.helpful,
  comment: row.comment ?? '',
  from: row.side as ArticleComment['from'],
  createdAt: row.created_at.toISOString(),
});
