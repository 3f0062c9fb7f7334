import type { RateArticle } from '@companyaccount/contract/articles';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Actor } from '#platform/http/actor.ts';
import { newId } from '#platform/ids.ts';
import { followFeedback, saveFeedback } from './feedback-store.ts';
import { tellArticles } from './tell-articles.ts';

/**
 * Notes whether an article helped; a person's later word takes the place of the earlier. Whoever is unknown names the
 * earlier one.
 */
export async function rateArticle(
  tx: Tx,
  actor: Actor,
  { id: articleId, slug }: { id: string; slug: string },
  { language, helpful, comment, follows }: RateArticle,
  at: Date,
): Promise<{ id: string }> {
  const text = comment?.trim() ?? '';
  const said = {
    articleId,
    language,
    helpful,
    comment: text === '' ? null : text,
    side: actor.agentRoles.length > 0 ? 'vendor' : actor.membership !== null ? 'customer' : 'public',
    personId: actor.personId,
    at,
  } as const;
  const followed = follows !== undefined && actor.personId === null && (await followFeedback(tx, follows, said));
  const id = followed ? follows : await saveFeedback(tx, { id: newId(), ...said });
  await audit(
    tx,
    'article.rated',
    { type: 'article', id: articleId },
    { name: slug, language, helpful, commented: text !== '' },
  );
  await tellArticles(tx);
  return { id };
}
