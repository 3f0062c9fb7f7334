import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { ArticleAudience } from '@companyaccount/contract/articles';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** Locks an article for a change. Throws `not_found`. */
export async function lockArticle(tx: Tx, id: string) {
  const row = await tx.selectFrom('app.articles').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return { ...row, audience: row.audience as ArticleAudience };
}

/** Refuses with `not_found` where there is no such article. */
export async function assertArticle(tx: Tx | Db, id: string): Promise<void> {
  const row = await tx.selectFrom('app.articles').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
}

/**
 * A language of a locked article with its version; at any other version than `version` it is refused as moved, and
 * where it does not exist that version is 0.
 */
export async function openText(tx: Tx, articleId: string, language: InterfaceLanguage, version: number) {
  const row = await tx
    .selectFrom('app.article_texts as t')
    .select('t.version')
    .where('t.article_id', '=', articleId)
    .where('t.language', '=', language)
    .executeTakeFirst();
  if ((row?.version ?? 0) !== version) throw new Refusal(row === undefined ? 'not_found' : 'version_moved');
  const versions = await tx
    .selectFrom('app.article_versions')
    .select(['id', 'number', 'state', 'author_id'])
    .where('article_id', '=', articleId)
    .where('language', '=', language)
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['draft', 'published']),
        eb(
          'number',
          '=',
          eb
            .selectFrom('app.article_versions as n')
            .select((inner) => inner.fn.max('n.number').as('number'))
            .where('n.article_id', '=', articleId)
            .where('n.language', '=', language),
        ),
      ]),
    )
    .orderBy('number', 'desc')
    .execute();
  return {
    last: versions[0] ?? null,
    draft: versions.find(({ state }) => state === 'draft') ?? null,
    published: versions.find(({ state }) => state === 'published') ?? null,
  };
}

/** The article that stands under an address for readers of these audiences. Throws `not_found`. */
export async function findReadable(
  db: Db | Tx,
  slug: string,
  audiences: readonly ArticleAudience[],
): Promise<{ id: string }> {
  const row = await db
    .selectFrom('app.articles')
    .select('id')
    .where('slug', '=', slug)
    .where('audience', 'in', audiences)
    .where('published_at', 'is not', null)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/**
 * A picture that readers of these audiences may see: one that stands in what is published of its own article. Staff
 * (`drafts`) see all. Throws `not_found`.
 */
export async function loadReadableImage(
  db: Db,
  id: string,
  audiences: readonly ArticleAudience[],
  drafts: boolean,
): Promise<{ blobId: string; type: string }> {
  const row = await db
    .selectFrom('app.article_images as i')
    .innerJoin('app.articles as a', 'a.id', 'i.article_id')
    .select(['i.blob_id', 'i.type'])
    .where('i.id', '=', id)
    .where('i.state', '=', 'ready')
    .where('a.audience', 'in', audiences)
    .$if(!drafts, (q) =>
      q.where((eb) =>
        eb.exists(
          eb
            .selectFrom('app.article_versions as v')
            .select('v.id')
            .whereRef('v.article_id', '=', 'i.article_id')
            .where('v.state', '=', 'published')
            .where((of) => of('i.id', '=', of.fn.any('v.images'))),
        ),
      ),
    )
    .executeTakeFirst();
  if (row?.type == null) throw new Refusal('not_found');
  return { blobId: row.blob_id, type: row.type };
}
