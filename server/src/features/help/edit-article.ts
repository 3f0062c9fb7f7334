import type { PatchArticle } from '@companyaccount/contract/articles';
import { allows } from '@companyaccount/contract/permissions';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { lockArticle } from './articles-access.ts';
import { type ArticleChange, isFree, updateArticle } from './articles-store.ts';
import { wasPublished } from './articles-views.ts';
import { assertProduct } from './origins-access.ts';
import { tellArticles } from './tell-articles.ts';

/**
 * Changes what stands beside the texts of an article that is still at `version`. Who may read what is published is
 * decided by those who publish; an address under which something was published stays.
 */
export async function editArticle(
  tx: Tx,
  actor: Agent,
  id: string,
  version: number,
  { slug, audience, productId, reviewOn }: PatchArticle,
  at: Date,
): Promise<void> {
  const article = await lockArticle(tx, id);
  if (article.version !== version) throw new Refusal('version_moved');
  const change: ArticleChange = {
    ...(slug === undefined || slug === article.slug ? {} : { slug }),
    ...(audience === undefined || audience === article.audience ? {} : { audience }),
    ...(productId === undefined || productId === article.product_id ? {} : { product_id: productId }),
    ...(reviewOn === undefined ? {} : { review_on: reviewOn }),
  };
  const fields = Object.keys(change);
  if (fields.length === 0) return;
  if (change.audience !== undefined && article.published_at !== null && !allows('lead_or_admin', actor)) {
    throw new Refusal('forbidden');
  }
  if (change.slug !== undefined) {
    if (await wasPublished(tx, id)) throw new Refusal('transition_not_allowed');
    if (!(await isFree(tx, change.slug))) throw refuseField('/slug', 'taken');
  }
  if (change.product_id != null) await assertProduct(tx, change.product_id);
  await updateArticle(tx, id, change, at);
  const data = { name: change.slug ?? article.slug, fields, ...(change.audience === undefined ? {} : { audience }) };
  await audit(tx, 'article.changed', { type: 'article', id }, data);
  await tellArticles(tx);
}
