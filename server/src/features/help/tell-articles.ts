import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';

/** Lets the open pages of all staff know that an article, or what is said about it, is another now. */
export async function tellArticles(tx: Tx): Promise<void> {
  // Those of the desks, and the admins.
  await emit(tx, 'article_changed', { desk: 'support', internal: true });
  await emit(tx, 'article_changed', { internal: true });
}
