import type { requestDeedRoutes } from '@companyaccount/contract/request-deeds';
import { sendDraft } from '#features/drafts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, type Member, scopeOf } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { closeRequest } from './close-request.ts';
import { escalateRequest } from './escalate-request.ts';
import { openDispute } from './open-dispute.ts';
import { rateRequest } from './rate-request.ts';
import { reopenRequest } from './reopen-request.ts';
import { showRequest } from './requests-routes.ts';
import { languageOf } from './text-language.ts';

/** Handlers of what is done with a request as a whole; each deed answers with the request as it is then. */
export function requestDeedHandlers({ db, clock, config }: Platform): Handlers<typeof requestDeedRoutes> {
  const then = (actor: Member | Agent, id: string, deed: (tx: Tx, at: Date) => Promise<void>) =>
    transact(db, scopeOf(actor), async (tx) => {
      await deed(tx, clock());
      return showRequest(tx, actor, id, clock());
    });
  return {
    detectLanguage: async ({ body: { subject, text } }) => ({ language: await languageOf(`${subject}\n${text}`) }),
    closeRequest: async ({ actor, params: { id } }) => then(actor, id, (tx, at) => closeRequest(tx, actor, id, at)),
    reopenRequest: async ({ actor, params: { id } }) => then(actor, id, (tx, at) => reopenRequest(tx, actor, id, at)),
    escalateRequest: async ({ actor, params: { id }, query, body: { reason } }) =>
      then(actor, id, async (tx, at) => {
        await escalateRequest(tx, actor, id, reason, at);
        await sendDraft(tx, actor, `escalation:${id}`, query.draft);
      }),
    disputeRequest: async ({ actor, params: { id }, query, body: { text } }) =>
      then(actor, id, async (tx, at) => {
        const { singleAnalyst } = config.definitions;
        await openDispute(tx, actor, id, { text, singleAnalyst }, at);
        await sendDraft(tx, actor, `dispute:${id}`, query.draft);
      }),
    rateRequest: async ({ actor, params: { id }, query, body }) =>
      then(actor, id, async (tx, at) => {
        await rateRequest(tx, actor, id, body, at);
        await sendDraft(tx, actor, `rating:${id}`, query.draft);
      }),
  };
}
