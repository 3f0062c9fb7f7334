import type { CannedAnswer, cannedAnswerRoutes } from '@companyaccount/contract/canned-answers';
import type { Desk } from '@companyaccount/contract/requests';
import { sendDraft } from '#features/drafts/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { mayKeep } from './canned-answers-access.ts';
import {
  countUse,
  findCannedRows,
  listCannedRows,
  loadCannedRow,
  loadLanguage,
  presentCanned,
} from './canned-answers-store.ts';
import { createCannedAnswer, deleteCannedAnswer, editCannedAnswer } from './edit-canned-answer.ts';

/** Handlers of canned answers. */
export function cannedAnswerHandlers({ db, clock }: Platform): Handlers<typeof cannedAnswerRoutes> {
  const show = async (from: Db | Tx, actor: Agent, id: string): Promise<CannedAnswer> => {
    const row = await loadCannedRow(from, id);
    return { ...presentCanned(row), mayChange: mayKeep(actor, row.desk as Desk | null) };
  };
  return {
    listCannedAnswers: async ({ actor }) => ({
      data: (await listCannedRows(db, await loadLanguage(db, actor.personId))).map((row) => ({
        ...row,
        mayChange: mayKeep(actor, row.desk),
      })),
    }),

    findCannedAnswers: async ({ query }) => ({ data: await findCannedRows(db, query) }),

    getCannedAnswer: async ({ actor, params: { id } }) => show(db, actor, id),

    createCannedAnswer: async ({ actor, query, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createCannedAnswer', key, body };
        const id = await once(tx, onceKey, () => createCannedAnswer(tx, actor, body, clock()));
        await sendDraft(tx, actor, 'canned:new', query.draft);
        return show(tx, actor, id);
      }),

    patchCannedAnswer: async ({ actor, params: { id }, query, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await editCannedAnswer(tx, actor, id, version, body);
        await sendDraft(tx, actor, `canned:${id}`, query.draft);
        return show(tx, actor, id);
      }),

    deleteCannedAnswer: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), (tx) => deleteCannedAnswer(tx, actor, id)),

    useCannedAnswer: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        if (!(await countUse(tx, id, clock()))) throw new Refusal('not_found');
      }),
  };
}
