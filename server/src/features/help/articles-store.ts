import type { ArticleAudience, CreateArticle, WriteArticle } from '@companyaccount/contract/articles';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { sql } from 'kysely';
import { columnsOf } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';
import { imagesIn, numberedSlug } from './article.ts';

/** Whether an address is free. */
export async function isFree(tx: Tx, slug: string): Promise<boolean> {
  return (await tx.selectFrom('app.articles').select('id').where('slug', '=', slug).executeTakeFirst()) === undefined;
}

/** The address itself or, where it is taken, the first free one with a number. */
export async function findFreeSlug(tx: Tx, slug: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const proposed = numberedSlug(slug, number);
    if (await isFree(tx, proposed)) return proposed;
  }
}

export interface NewArticle extends Pick<CreateArticle, 'audience' | 'productId' | 'requestId'> {
  id: string;
  slug: string;
  authorId: string;
  at: Date;
}

/** Answers with false where another article has taken the address meanwhile. */
export async function insertArticle(tx: Tx, row: NewArticle): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('app.articles')
    .values({
      id: row.id,
      slug: row.slug,
      audience: row.audience,
      product_id: row.productId ?? null,
      request_id: row.requestId ?? null,
      author_id: row.authorId,
      created_at: row.at,
      updated_at: row.at,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export interface ArticleChange {
  slug?: string;
  audience?: ArticleAudience;
  product_id?: string | null;
  review_on?: string | null;
}

/** Changes what stands beside the texts, and counts the article's version on. */
export async function updateArticle(tx: Tx, id: string, change: ArticleChange, at: Date): Promise<void> {
  const { review_on: reviewOn, ...rest } = change;
  await tx
    .updateTable('app.articles')
    .set((eb) => ({
      ...rest,
      ...(reviewOn === undefined ? {} : { review_on: sql<Date | null>`${reviewOn}::date` }),
      version: eb('version', '+', 1),
      updated_at: at,
    }))
    .where('id', '=', id)
    .execute();
}

export async function deleteArticle(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.articles').where('id', '=', id).execute();
}

/** Adds a language to an article. */
export async function insertText(tx: Tx, articleId: string, language: InterfaceLanguage): Promise<void> {
  await tx.insertInto('app.article_texts').values({ article_id: articleId, language, version: 1 }).execute();
}

/** Counts the version of a language on, and notes that the article was changed. */
export async function countText(tx: Tx, articleId: string, language: InterfaceLanguage, at: Date): Promise<void> {
  await tx
    .updateTable('app.article_texts')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .execute();
  await tx.updateTable('app.articles').set({ updated_at: at }).where('id', '=', articleId).execute();
}

/** What is found of a text: words of its title weigh more, and are found by any part of them. */
function wordsOfArticle(language: InterfaceLanguage, { title, summary, text }: WriteArticle) {
  const name = columnsOf({ text: '', names: [title] });
  const body = columnsOf({ text: `${summary}\n${text}`, names: [] });
  return sql<string>`setweight(app.search_vector(${language}, ${name.words}, ${name.plain}, ${name.ends}::text[]), 'A')
    || app.search_vector(${language}, ${body.words}, ${body.plain}, ${body.ends}::text[])`;
}

/** The pictures of the article among those that its text names. */
const ownImages = (articleId: string, text: string) =>
  sql<string[]>`array(select i.id from app.article_images i
    where i.article_id = ${articleId} and i.id = any(${imagesIn(text)}::uuid[]))`;

export interface VersionKey {
  articleId: string;
  language: InterfaceLanguage;
}

/** Adds a draft after the last version of a language; answers with its id. */
export async function insertDraft(
  tx: Tx,
  { articleId, language }: VersionKey,
  written: WriteArticle,
  { number, authorId, at }: { number: number; authorId: string; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.article_versions')
    .values({
      id,
      article_id: articleId,
      language,
      number,
      state: 'draft',
      ...written,
      images: ownImages(articleId, written.text),
      words: wordsOfArticle(language, written),
      author_id: authorId,
      updated_at: at,
    })
    .execute();
  return id;
}

/** Writes over an open draft; whoever does so is its author from then on. */
export async function updateDraft(
  tx: Tx,
  id: string,
  { articleId, language }: VersionKey,
  written: WriteArticle,
  { authorId, at }: { authorId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('app.article_versions')
    .set({
      ...written,
      images: ownImages(articleId, written.text),
      words: wordsOfArticle(language, written),
      author_id: authorId,
      updated_at: at,
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteVersion(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.article_versions').where('id', '=', id).execute();
}

export async function deleteText(tx: Tx, articleId: string, language: InterfaceLanguage): Promise<void> {
  await tx
    .deleteFrom('app.article_texts')
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .execute();
}

export async function countTexts(tx: Tx, articleId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('app.article_texts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('article_id', '=', articleId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Ends what is published in a language. */
export async function endVersion(tx: Tx, id: string, state: 'replaced' | 'withdrawn', at: Date): Promise<void> {
  await tx.updateTable('app.article_versions').set({ state, ended_at: at }).where('id', '=', id).execute();
}

/** Publishes a draft. */
export async function releaseVersion(tx: Tx, id: string, publisherId: string, at: Date): Promise<void> {
  await tx
    .updateTable('app.article_versions')
    .set({ state: 'published', publisher_id: publisherId, published_at: at })
    .where('id', '=', id)
    .execute();
}

/** Notes when something of an article was published last, or that nothing is; answers with that. */
export async function notePublication(tx: Tx, id: string): Promise<void> {
  await sql`update app.articles set published_at = (
      select max(v.published_at) from app.article_versions v where v.article_id = ${id} and v.state = 'published')
    where id = ${id}`.execute(tx);
}
