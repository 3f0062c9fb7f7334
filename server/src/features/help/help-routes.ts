import { helpRoutes, SUGGESTIONS_MAX } from '@companyaccount/contract/articles';
import { allows } from '@companyaccount/contract/permissions';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { transact } from '#platform/db/scope.ts';
import type { Actor } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { audiencesFor } from './article.ts';
import { findReadable, loadReadableImage } from './articles-access.ts';
import { rateArticle } from './rate-article.ts';
import {
  listReadable,
  loadReadable,
  presentSummary,
  type ReaderOfHelp,
  readableCursor,
  suggestReadable,
} from './readable-views.ts';

const readerOf = (
  actor: Actor,
  { language = actor.language, for: whom }: { language?: InterfaceLanguage; for?: 'customer' },
): ReaderOfHelp => ({ audiences: audiencesFor(actor, whom === 'customer'), language });

/** What anybody is shown may be kept by caches between for so long. */
const KEPT_SECONDS = 60;

/**
 * Lets caches between keep for a moment what anybody may read, while browsers ask each time; what somebody is shown by
 * their session is kept by none.
 */
function letKeep({ personId }: Actor, request: FastifyRequest, reply: FastifyReply): void {
  const { cookie, authorization } = request.headers;
  if (personId !== null || cookie !== undefined || authorization !== undefined) return;
  void reply.headers({ 'cache-control': `public, max-age=0, s-maxage=${KEPT_SECONDS}`, vary: 'cookie' });
}

/** Handlers of what is read in the help centre, by anybody. */
export function helpHandlers({ db, blobs, clock }: Platform): Handlers<typeof helpRoutes> {
  return {
    listArticles: async ({ actor, query, request, reply }) => {
      const rows = await listReadable(db, readerOf(actor, query), query);
      letKeep(actor, request, reply);
      return page(helpRoutes.listArticles, { query }, rows, presentSummary, readableCursor);
    },
    getArticle: async ({ actor, params: { slug }, query, request, reply }) => {
      const reader = readerOf(actor, query);
      const { id } = await findReadable(db, slug, reader.audiences);
      const article = await loadReadable(db, reader, id);
      letKeep(actor, request, reply);
      return article;
    },
    suggestArticles: async ({ actor, query }) => ({
      data: (await suggestReadable(db, readerOf(actor, query), query.q, SUGGESTIONS_MAX)).map(presentSummary),
    }),
    rateArticle: async ({ actor, params: { slug }, body }) =>
      transact(db, { side: 'vendor', personId: actor.personId }, async (tx) => {
        const { id } = await findReadable(tx, slug, audiencesFor(actor));
        return rateArticle(tx, actor, { id, slug }, body, clock());
      }),
    async getArticleImage({ actor, params: { id }, request, reply }) {
      const image = await loadReadableImage(db, id, audiencesFor(actor), allows('staff', actor));
      // The browser may keep it, but asks each time, since the article may have been withdrawn.
      const etag = `"${image.blobId}"`;
      void reply.headers({
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
        etag,
      });
      letKeep(actor, request, reply);
      if (request.headers['if-none-match'] === etag) {
        await reply.code(304).send();
        return;
      }
      const content = await blobs.read(image.blobId);
      void reply.headers({ 'content-type': image.type, 'content-disposition': 'inline' });
      await reply.send(content);
    },
  };
}
