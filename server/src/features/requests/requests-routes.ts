import { requestRoutes } from '@companyaccount/contract/requests';
import { timelineRoutes } from '@companyaccount/contract/timeline';
import { attachmentsOf } from '#features/attachments/index.ts';
import { sendDraft } from '#features/drafts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, isMember, type Member, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { createRequest } from './create-request.ts';
import { editRequest } from './edit-request.ts';
import { findRequests } from './find-requests.ts';
import { correctableUntil } from './correction.ts';
import { followMerges } from './merges-access.ts';
import { assertMayRead, loadMembershipFor, mayWriteNow, readerOf } from './requests-access.ts';
import { namesPeople, originOf, presentMessage, presentRequest, presentTimelineEntry } from './requests-present.ts';
import { findRating, hasUnsettledRating } from './ratings-store.ts';
import { markRead } from './requests-store.ts';
import {
  listMessageRows,
  listTimelineRows,
  loadMessageRow,
  loadNames,
  loadRequestRow,
  loadSubmitter,
  type MessageRow,
  requestCursor,
  timeCursor,
} from './requests-views.ts';
import { listLinkRows, listMergedRows, loadGoesOn } from './links-views.ts';
import { listSentFiles } from './sent-files-views.ts';
import { writeMessage } from './write-message.ts';

/** A request as its page shows it to the actor. */
export async function showRequest(tx: Tx, actor: Member | Agent, id: string, now: Date) {
  const row = await loadRequestRow(tx, actor, id);
  const rating = await findRating(tx, id, row.resolved_at);
  const names = await loadNames(tx, [originOf(row), row.owner_id, rating?.person_id ?? null]);
  return presentRequest(row, names, {
    reader: await readerOf(tx, actor, now),
    submitter: await loadSubmitter(tx, row.submitter_id),
    links: await listLinkRows(tx, actor, id),
    merged: await listMergedRows(tx, actor, id),
    goesOn: row.merged_into_id === null ? undefined : await loadGoesOn(tx, actor, id),
    rating,
    ratingUnsettled: !isMember(actor) && (await hasUnsettledRating(tx, id)),
    now,
  });
}

/** Shows messages as the actor may see them now. */
export async function messagePresenter(tx: Tx, actor: Member | Agent, rows: readonly MessageRow[], now: Date) {
  const names = await loadNames(
    tx,
    rows.map((row) => row.writer_id),
  );
  const attachments = await attachmentsOf(
    tx,
    rows.map((row) => row.id),
  );
  const until = new Map(rows.map((row) => [row.id, correctableUntil(row, actor.personId, now)]));
  const mayCorrect = until.values().some((time) => time !== null) && (await mayWriteNow(tx, actor, now));
  return (row: MessageRow) =>
    presentMessage(row, names, attachments.get(row.id) ?? [], mayCorrect ? (until.get(row.id) ?? null) : null);
}

const companyOf = (actor: Member | Agent) => actor.membership?.companyId ?? null;

/** Handlers of requests and their dialogue, for members and staff alike. */
export function requestHandlers({ db, clock }: Platform): Handlers<typeof requestRoutes & typeof timelineRoutes> {
  return {
    listRequests: async ({ actor, query }) => {
      const { rows, present } = await findRequests(db, actor, query);
      return page(requestRoutes.listRequests, { query }, rows, present, requestCursor(query.sort));
    },

    createRequest: async ({ actor, query, body, idempotencyKey }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = {
          personId: actor.personId,
          companyId: companyOf(actor),
          route: 'createRequest',
          key: idempotencyKey,
          body,
        };
        const id = await once(tx, onceKey, async (proposed) => {
          await sendDraft(tx, actor, 'request:new', query.draft);
          return (await createRequest(tx, actor, body, clock(), proposed)).id;
        });
        return showRequest(tx, actor, id, clock());
      }),

    getRequest: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), (tx) => showRequest(tx, actor, id, clock())),

    findCompanyOfRequest: async ({ actor, params: { id } }) => {
      const { name, ...membership } = await transact(db, { side: 'vendor', personId: actor.personId }, (tx) =>
        loadMembershipFor(tx, actor, id),
      );
      const member = { ...actor, membership };
      await transact(db, scopeOf(member), (tx) => assertMayRead(tx, member, id));
      return { id: membership.companyId, name };
    },

    listSentFiles: async ({ actor, query: { sha256 } }) =>
      transact(db, scopeOf(actor), async (tx) => ({ data: await listSentFiles(tx, actor, sha256) })),
    patchRequest: async ({ actor, params: { id }, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await editRequest(tx, actor, id, version, body, clock());
        return showRequest(tx, actor, id, clock());
      }),

    markRequestRead: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, id);
        await markRead(tx, actor.personId, id, companyOf(actor), clock());
      }),

    listMessages: async ({ actor, params, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, params.id);
        const goesOn = await followMerges(tx, params.id);
        if (goesOn !== params.id) await assertMayRead(tx, actor, goesOn);
        const rows = await listMessageRows(tx, goesOn, query);
        return page(
          requestRoutes.listMessages,
          { params, query },
          rows,
          await messagePresenter(tx, actor, rows, clock()),
          timeCursor,
        );
      }),

    createMessage: async ({ actor, params: { id }, query, body, idempotencyKey }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = {
          personId: actor.personId,
          companyId: companyOf(actor),
          route: `createMessage ${id}`,
          key: idempotencyKey,
          body,
        };
        // A repeat shows the message again, but only to whoever may still see it.
        await assertMayRead(tx, actor, id);
        const messageId = await once(tx, onceKey, async (proposed) => {
          const goesOn = await followMerges(tx, id);
          await sendDraft(tx, actor, `${body.visibility === 'internal' ? 'note' : 'reply'}:${goesOn}`, query.draft);
          return writeMessage(tx, actor, goesOn, body, clock(), proposed);
        });
        const row = await loadMessageRow(tx, messageId);
        return (await messagePresenter(tx, actor, [row], clock()))(row);
      }),

    listTimeline: async ({ actor, params, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, params.id);
        const rows = await listTimelineRows(tx, params.id, query);
        const people = rows.flatMap((row) => [
          row.doer_id,
          ...(namesPeople(row) ? [row.from_value, row.to_value] : []),
        ]);
        const names = await loadNames(tx, people);
        return page(
          timelineRoutes.listTimeline,
          { params, query },
          rows,
          (row) => presentTimelineEntry(row, names),
          timeCursor,
        );
      }),
  };
}
