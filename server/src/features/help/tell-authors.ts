import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { findAuthor, findUntold, takeComments } from './feedback-store.ts';

const ARTICLES_AT_ONCE = 100;
/** More comments are read on the page. */
const QUOTED = 20;

/**
 * Mails readers' comments to whoever wrote the article, at most one mail an article and day, since anybody may comment.
 * Of an author who has left, nobody is told; the comments stand on the article's page.
 */
export async function tellAuthors({ db, clock, mailer, publicUrl }: Platform): Promise<void> {
  let ids: string[];
  do {
    ids = await findUntold(db, ARTICLES_AT_ONCE);
    for (const id of ids) {
      await transact(db, SYSTEM, async (tx) => {
        const comments = await takeComments(tx, id, clock());
        const author = comments.length === 0 ? undefined : await findAuthor(tx, id);
        if (author === undefined) return;
        const { name, email, language, title } = author;
        const more = comments.length - QUOTED;
        await mailer.send(tx, {
          to: email,
          template: 'article_comments',
          language: asInterfaceLanguage(language),
          values: { name, title, link: `${publicUrl()}/desk/articles/${id}` },
          quote: [
            ...comments.slice(0, QUOTED).map(({ helpful, comment }) => `${helpful ? '+' : '−'} ${comment}`),
            ...(more > 0 ? [`… +${more}`] : []),
          ].join('\n\n'),
          secret: false,
        });
      });
    }
  } while (ids.length === ARTICLES_AT_ONCE);
}
