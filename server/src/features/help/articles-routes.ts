import { articleRoutes } from '@companyaccount/contract/articles';
import { allows } from '@companyaccount/contract/permissions';
import { sendDraft } from '#features/drafts/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { addImage } from './add-image.ts';
import { assertArticle } from './articles-access.ts';
import {
  listArticleRows,
  listCommentRows,
  listVersionRows,
  loadRecord,
  loadVersion,
  presentArticleRow,
  presentComment,
  presentVersionRow,
} from './articles-views.ts';
import { editArticle } from './edit-article.ts';
import { publishArticle, withdrawArticle } from './publish-article.ts';
import { createArticle, dropDraft, writeArticle } from './write-article.ts';

const byCreation = (row: { created_at: Date; id: string }) => ({ value: row.created_at.toISOString(), id: row.id });

/** Handlers of how articles are written and published. */
export function articleHandlers({ db, clock }: Platform): Handlers<typeof articleRoutes> {
  const show = (tx: Db | Tx, actor: Agent, id: string) => loadRecord(tx, id, allows('desk', actor));
  /** Does something about an article and shows what came of it. */
  const change = (actor: Agent, id: string, work: (tx: Tx) => Promise<void>) =>
    transact(db, scopeOf(actor), async (tx) => {
      await work(tx);
      return show(tx, actor, id);
    });
  return {
    listOwnArticles: async ({ actor, query }) =>
      page(
        articleRoutes.listOwnArticles,
        { query },
        await listArticleRows(db, { language: actor.language, ...query }, clock()),
        presentArticleRow,
        (row) => ({ value: row.updated_at.toISOString(), id: row.id }),
      ),
    createArticle: async ({ actor, query, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createArticle', key, body };
        const id = await once(tx, onceKey, async (proposed) => {
          await createArticle(tx, actor, proposed, body, clock());
          await sendDraft(tx, actor, 'article:new', query.draft);
          return proposed;
        });
        return show(tx, actor, id);
      }),
    getArticleRecord: async ({ actor, params: { id } }) => show(db, actor, id),
    patchArticle: async ({ actor, params: { id }, body, version }) =>
      change(actor, id, (tx) => editArticle(tx, actor, id, version, body, clock())),
    writeArticle: async ({ actor, params, query, body, version }) =>
      change(actor, params.id, (tx) =>
        writeArticle(tx, actor, params, version, body, { draft: query.draft, at: clock() }),
      ),
    dropArticleDraft: async ({ actor, params, version }) =>
      transact(db, scopeOf(actor), (tx) => dropDraft(tx, params, version, clock())),
    publishArticle: async ({ actor, params, version }) =>
      change(actor, params.id, (tx) =>
        publishArticle(tx, params, version, { publisherId: actor.personId, at: clock() }),
      ),
    withdrawArticle: async ({ actor, params, version }) =>
      change(actor, params.id, (tx) => withdrawArticle(tx, params, version, clock())),
    listArticleVersions: async ({ params, query }) => {
      await assertArticle(db, params.id);
      const rows = await listVersionRows(db, params.id, params.language, query);
      const cursorOf = ({ number, id }: { number: number; id: string }) => ({ value: number, id });
      return page(articleRoutes.listArticleVersions, { params, query }, rows, presentVersionRow, cursorOf);
    },
    getArticleVersion: async ({ params: { id, versionId } }) => loadVersion(db, id, versionId),
    listArticleComments: async ({ params, query }) => {
      await assertArticle(db, params.id);
      const rows = await listCommentRows(db, params.id, query);
      return page(articleRoutes.listArticleComments, { params, query }, rows, presentComment, byCreation);
    },
    addArticleImage: async ({ actor, params: { id }, body: { uploadId } }) =>
      transact(db, scopeOf(actor), (tx) => addImage(tx, actor, id, uploadId, clock())),
  };
}
