import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { reviewDayAfter } from './article.ts';
import { lockArticle, openText } from './articles-access.ts';
import { countText, endVersion, notePublication, releaseVersion, updateArticle } from './articles-store.ts';
import { tellArticles } from './tell-articles.ts';

type Key = { id: string; language: InterfaceLanguage };

/** Publishes the draft in a language that is still as it was read (`version`), in the place of what was published. */
export async function publishArticle(
  tx: Tx,
  { id, language }: Key,
  version: number,
  { publisherId, at }: { publisherId: string; at: Date },
): Promise<void> {
  const { slug, audience, review_on: reviewOn } = await lockArticle(tx, id);
  const { draft, published } = await openText(tx, id, language, version);
  if (draft === null) throw new Refusal('transition_not_allowed');
  if (published !== null) await endVersion(tx, published.id, 'replaced', at);
  await releaseVersion(tx, draft.id, publisherId, at);
  await countText(tx, id, language, at);
  await notePublication(tx, id);
  if (reviewOn === null) await updateArticle(tx, id, { review_on: reviewDayAfter(at) }, at);
  const data = { name: slug, language, audience, number: draft.number };
  await audit(tx, 'article.published', { type: 'article', id }, data);
  await tellArticles(tx);
}

/** Takes back what is published in a language. */
export async function withdrawArticle(tx: Tx, { id, language }: Key, version: number, at: Date): Promise<void> {
  const { slug } = await lockArticle(tx, id);
  const { published } = await openText(tx, id, language, version);
  if (published === null) throw new Refusal('transition_not_allowed');
  await endVersion(tx, published.id, 'withdrawn', at);
  await countText(tx, id, language, at);
  await notePublication(tx, id);
  await audit(tx, 'article.withdrawn', { type: 'article', id }, { name: slug, language, number: published.number });
  await tellArticles(tx);
}
