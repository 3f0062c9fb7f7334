import { verdictRoutes } from '@companyaccount/contract/verdicts';
import { sendDraft } from '#features/drafts/index.ts';
import { findSample } from '#features/lab/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { commentCursor, listCommentRows, loadCommentRow } from './comments-store.ts';
import { presentComment, presentVerdict } from './verdicts-present.ts';
import { listVerdictRows, loadVerdictRow, verdictCursor } from './verdicts-views.ts';
import { writeComment } from './write-comment.ts';
import { findVerdictTexts, writeVerdict } from './write-verdict.ts';

/** Handlers of verdicts on samples. */
export function verdictHandlers({ db, clock, config }: Platform): Handlers<typeof verdictRoutes> {
  const { singleAnalyst } = config.definitions;
  return {
    listVerdicts: async ({ actor, params, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const { id } = await findSample(tx, params.sha256);
        const rows = await listVerdictRows(tx, id, query);
        return page(verdictRoutes.listVerdicts, { params, query }, rows, presentVerdict, verdictCursor);
      }),

    previewVerdict: async ({ actor, params, query }) =>
      transact(db, scopeOf(actor), (tx) => findVerdictTexts(tx, params.sha256, query, clock())),

    createVerdict: async ({ actor, params, query, body, version, idempotencyKey }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const { personId } = actor;
        const sha256 = params.sha256.toLowerCase();
        const onceKey = { personId, companyId: null, route: `createVerdict ${sha256}`, key: idempotencyKey, body };
        const id = await once(tx, onceKey, (proposed) =>
          writeVerdict(tx, sha256, body, { id: proposed, version, personId, at: clock(), singleAnalyst }),
        );
        const { id: sampleId } = await findSample(tx, sha256);
        await sendDraft(tx, actor, `verdict:${sampleId}`, query.draft);
        return presentVerdict(await loadVerdictRow(tx, id));
      }),

    listSampleComments: async ({ actor, params, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const { id } = await findSample(tx, params.sha256);
        const rows = await listCommentRows(tx, id, query);
        return page(verdictRoutes.listSampleComments, { params, query }, rows, presentComment, commentCursor);
      }),

    createSampleComment: async ({ actor, params, query, body, idempotencyKey }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const { personId } = actor;
        const { id: sampleId } = await findSample(tx, params.sha256);
        const onceKey = { personId, companyId: null, route: `createComment ${sampleId}`, key: idempotencyKey, body };
        const id = await once(tx, onceKey, (proposed) =>
          writeComment(tx, params.sha256, { id: proposed, personId, text: body.text, at: clock() }),
        );
        await sendDraft(tx, actor, `comment:${sampleId}`, query.draft);
        return presentComment(await loadCommentRow(tx, id));
      }),
  };
}
