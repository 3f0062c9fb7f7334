import { correctionRoutes } from '@companyaccount/contract/corrections';
import { sendDraft } from '#features/drafts/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { correctMessage } from './correct-message.ts';
import { findMessage } from './messages-store.ts';
import { assertMayRead } from './requests-access.ts';
import { messagePresenter } from './requests-routes.ts';
import { listVersionRows, loadMessageRow } from './requests-views.ts';

/** Handlers of corrected messages and of what they said before. */
export const correctionHandlers = ({ db, clock }: Platform): Handlers<typeof correctionRoutes> => ({
  correctMessage: async ({ actor, params, query, body, version }) =>
    transact(db, scopeOf(actor), async (tx) => {
      await sendDraft(tx, actor, `correction:${params.messageId}`, query.draft);
      await correctMessage(tx, actor, params, version, body.text, clock());
      const row = await loadMessageRow(tx, params.messageId);
      return (await messagePresenter(tx, actor, [row], clock()))(row);
    }),

  listMessageVersions: async ({ actor, params, query }) =>
    transact(db, scopeOf(actor), async (tx) => {
      await assertMayRead(tx, actor, params.id);
      await findMessage(tx, params.id, params.messageId);
      const rows = await listVersionRows(tx, params.messageId, query);
      return page(
        correctionRoutes.listMessageVersions,
        { params, query },
        rows,
        ({ version, text, replaced_at }) => ({ version, text, replacedAt: replaced_at.toISOString() }),
        ({ version }) => ({ value: version, id: params.messageId }),
      );
    }),
});
