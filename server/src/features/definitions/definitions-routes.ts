import { type Detection, definitionRoutes } from '@companyaccount/contract/definitions';
import type { Tx } from '#platform/db/database.ts';
import { sendDraft } from '#features/drafts/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { allowCursor, listAllowRows, loadAllowRow } from './allow-list-store.ts';
import { approveDetection, findProblems, findProposedName } from './approve-detection.ts';
import { presentAllowEntry, presentDetection, presentSummary } from './definitions-present.ts';
import { loadDetection } from './detections-access.ts';
import { detectionCursor, listDetectionRows, listRevisionRows } from './detections-views.ts';
import { approveAllowEntry, createAllowEntry, withdrawAllowEntry } from './edit-allow-list.ts';
import { createDetection, editDetection, replaceDetection } from './edit-detection.ts';
import { startTrial } from './try-detection.ts';
import { dropDetection, withdrawDetection } from './withdraw-detection.ts';

/** A detection with everything that its page shows. */
async function showDetection(tx: Tx, id: string): Promise<Detection> {
  const row = await loadDetection(tx, id);
  const isOpen = row.state === 'draft' || row.state === 'approved';
  return presentDetection(row, await listRevisionRows(tx, id), isOpen ? await findProblems(tx, row) : []);
}

/** Handlers of detections and of the allow-list. */
export function definitionHandlers({ db, clock, config }: Platform): Handlers<typeof definitionRoutes> {
  const { singleAnalyst } = config.definitions;
  return {
    listDetections: async ({ query }) =>
      page(
        definitionRoutes.listDetections,
        { query },
        await listDetectionRows(db, query),
        presentSummary,
        detectionCursor,
      ),
    createDetection: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createDetection', key, body };
        const id = await once(tx, onceKey, (proposed) =>
          createDetection(tx, body, { id: proposed, authorId: actor.personId, at: clock() }),
        );
        return showDetection(tx, id);
      }),
    lintDetection: async ({ body: { id = null, ...draft } }) => ({
      problems: await findProblems(db, { id, ...draft }),
      proposedName: await findProposedName(db, draft.name),
    }),
    getDetection: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => showDetection(tx, id)),
    patchDetection: async ({ actor, params: { id }, query, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await editDetection(tx, id, version, body, { authorId: actor.personId, at: clock() });
        await sendDraft(tx, actor, `detection:${id}`, query.draft);
        return showDetection(tx, id);
      }),
    approveDetection: async ({ actor, params: { id }, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await approveDetection(tx, id, version, { approverId: actor.personId, at: clock(), singleAnalyst });
        return showDetection(tx, id);
      }),
    tryDetection: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await startTrial(tx, id, clock());
        return showDetection(tx, id);
      }),
    dropDetection: async ({ actor, params: { id }, version }) =>
      transact(db, scopeOf(actor), (tx) => dropDetection(tx, id, version)),
    replaceDetection: async ({ actor, params: { id }, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await replaceDetection(tx, id, version, { authorId: actor.personId, at: clock() });
        return showDetection(tx, id);
      }),
    withdrawDetection: async ({ actor, params: { id }, body: { reason }, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await withdrawDetection(tx, id, version, { personId: actor.personId, reason, at: clock() });
        return showDetection(tx, id);
      }),
    listAllowList: async ({ query }) =>
      page(definitionRoutes.listAllowList, { query }, await listAllowRows(db, query), presentAllowEntry, allowCursor),
    createAllowEntry: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createAllowEntry', key, body };
        const id = await once(tx, onceKey, (proposed) =>
          createAllowEntry(tx, body, { id: proposed, authorId: actor.personId, at: clock() }),
        );
        return presentAllowEntry(await loadAllowRow(tx, id));
      }),
    approveAllowEntry: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await approveAllowEntry(tx, id, { approverId: actor.personId, singleAnalyst });
        return presentAllowEntry(await loadAllowRow(tx, id));
      }),
    withdrawAllowEntry: async ({ actor, params: { id }, body: { reason } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await withdrawAllowEntry(tx, id, { personId: actor.personId, reason, at: clock() });
        return presentAllowEntry(await loadAllowRow(tx, id));
      }),
  };
}
