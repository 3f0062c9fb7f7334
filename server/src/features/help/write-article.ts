import type { CreateArticle, WriteArticle } from '@companyaccount/contract/articles';
import { allows } from '@companyaccount/contract/permissions';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { sendDraft } from '#features/drafts/index.ts';
import { assertMayRead, isEnded } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { slugOf } from './article.ts';
import { lockArticle, openText } from './articles-access.ts';
import {
  countText,
  countTexts,
  deleteArticle,
  deleteText,
  deleteVersion,
  findFreeSlug,
  insertArticle,
  insertDraft,
  insertText,
  updateDraft,
} from './articles-store.ts';
import { findBlobsOf } from './images-store.ts';
import { assertProduct, findStatus } from './origins-access.ts';
import { tellArticles } from './tell-articles.ts';

/** The job that removes what an article leaves behind outside the database. */
export const REMOVE_BLOBS_TASK = 'article.remove-blobs';

const trimmed = ({ title, summary, text }: WriteArticle): WriteArticle => ({
  title: title.trim(),
  summary: summary.trim(),
  text,
});

/** Refuses a request that the author does not read, or that is not answered yet. */
async function assertAnswered(tx: Tx, actor: Agent, requestId: string): Promise<void> {
  if (!allows('desk', actor)) throw new Refusal('not_found');
  await assertMayRead(tx, actor, requestId);
  const status = await findStatus(tx, requestId);
  if (status === undefined || !isEnded(status)) throw new Refusal('transition_not_allowed');
}

/** Begins an article under `id` with a draft in one language. */
export async function createArticle(
  tx: Tx,
  actor: Agent,
  id: string,
  { language, audience, slug: wanted, productId, requestId, ...rest }: CreateArticle,
  at: Date,
): Promise<void> {
  const written = trimmed(rest);
  if (productId != null) await assertProduct(tx, productId);
  if (requestId !== undefined) await assertAnswered(tx, actor, requestId);
  const slug = wanted ?? (await findFreeSlug(tx, slugOf(written.title)));
  const row = {
    id,
    slug,
    audience,
    authorId: actor.personId,
    at,
    ...(productId == null ? {} : { productId }),
    ...(requestId === undefined ? {} : { requestId }),
  };
  if (!(await insertArticle(tx, row))) throw refuseField('/slug', 'taken');
  await insertText(tx, id, language);
  await insertDraft(tx, { articleId: id, language }, written, { number: 1, authorId: actor.personId, at });
  await audit(tx, 'article.created', { type: 'article', id }, { name: slug, language, audience });
  await tellArticles(tx);
}

/** Saves the draft in a language that is still at `version`; `draft` is what the author had typed so far. */
export async function writeArticle(
  tx: Tx,
  actor: Agent,
  { id, language }: { id: string; language: InterfaceLanguage },
  version: number,
  given: WriteArticle,
  { draft: typed, at }: { draft: number | undefined; at: Date },
): Promise<void> {
  const { slug } = await lockArticle(tx, id);
  const key = { articleId: id, language };
  const by = { authorId: actor.personId, at };
  const written = trimmed(given);
  const { last, draft } = await openText(tx, id, language, version);
  await sendDraft(tx, actor, last === null ? `translation:${id}` : `article:${last.id}`, typed);
  if (last === null) await insertText(tx, id, language);
  if (draft === null) await insertDraft(tx, key, written, { ...by, number: (last?.number ?? 0) + 1 });
  else await updateDraft(tx, draft.id, key, written, by);
  if (last !== null) await countText(tx, id, language, at);
  await audit(tx, 'article.written', { type: 'article', id }, { name: slug, language });
  await tellArticles(tx);
}

/** Discards the draft in a language; what nothing is left of goes with it, up to the whole article. */
export async function dropDraft(
  tx: Tx,
  { id, language }: { id: string; language: InterfaceLanguage },
  version: number,
  at: Date,
): Promise<void> {
  const { slug } = await lockArticle(tx, id);
  const { draft, last } = await openText(tx, id, language, version);
  if (draft === null) throw new Refusal('transition_not_allowed');
  await deleteVersion(tx, draft.id);
  await audit(tx, 'article.dropped', { type: 'article', id }, { name: slug, language });
  await tellArticles(tx);
  if (last?.number !== 1) return countText(tx, id, language, at);
  await deleteText(tx, id, language);
  if ((await countTexts(tx, id)) > 0) return;
  const ids = await findBlobsOf(tx, id);
  if (ids.length > 0) await enqueue(tx, REMOVE_BLOBS_TASK, { ids });
  await deleteArticle(tx, id);
}
