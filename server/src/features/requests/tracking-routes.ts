import type { LabStage, RequestStatus } from '@companyaccount/contract/requests';
import { stageTimes } from '@companyaccount/contract/stage-times';
import { type TrackedMessage, type TrackedRequest, trackingRoutes } from '@companyaccount/contract/tracking';
import type { FastifyRequest } from 'fastify';
import { listObjectRows, objectCursor, presentObject, progressOf } from '#features/lab/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { openDisputeBySubmitter } from './open-dispute.ts';
import { factsOf, formatNumber, mayDispute, statusAfterMessage } from './request.ts';
import { listMessageRows, loadMessageRow, loadNames, type MessageRow, timeCursor } from './requests-views.ts';
import { findTracked, type Tracked } from './tracking-access.ts';
import { loadStageEntries, loadTrackedRow, type TrackedRow } from './tracking-views.ts';
import { writeBySubmitter } from './write-message.ts';

const presentTracked = (row: TrackedRow, stages: TrackedRequest['stages'], now: Date): TrackedRequest => ({
  number: formatNumber(row.desk as TrackedRequest['desk'], row.number),
  desk: row.desk as TrackedRequest['desk'],
  kind: row.kind as TrackedRequest['kind'],
  status: row.status as RequestStatus,
  subject: row.subject,
  name: row.name,
  createdAt: row.created_at.toISOString(),
  promiseAt: row.promised_at?.toISOString() ?? null,
  mayReply:
    statusAfterMessage({ status: row.status as RequestStatus, since: row.status_since }, 'customer', now) !== null,
  mayDispute: mayDispute(factsOf(row), now),
  labStage: row.lab_stage as LabStage | null,
  stages: row.lab_stage === null ? [] : stages,
});

async function loadStages(tx: Tx, requestId: string): Promise<TrackedRequest['stages']> {
  const times = Object.entries(stageTimes(await loadStageEntries(tx, requestId)));
  return times.map(([stage, at]) => ({ stage: stage as LabStage, at }));
}

async function messagePresenter(tx: Tx, rows: readonly MessageRow[]): Promise<(row: MessageRow) => TrackedMessage> {
  const names = await loadNames(
    tx,
    rows.map((row) => row.writer_id),
  );
  return (row) => ({
    id: row.id,
    author: {
      name: (row.writer_id === null ? undefined : names.get(row.writer_id)?.name) ?? '',
      side: row.author_side as TrackedMessage['author']['side'],
    },
    text: row.text,
    createdAt: row.created_at.toISOString(),
    correctedAt: row.corrected_at?.toISOString() ?? null,
  });
}

/** Handlers of the tracking link: one request, for whoever filed it without an account. */
export function trackingHandlers({ db, keyring, clock, config }: Platform): Handlers<typeof trackingRoutes> {
  const opened = <T>(request: FastifyRequest, work: (tx: Tx, tracked: Tracked) => Promise<T>): Promise<T> =>
    transact(db, SYSTEM, async (tx) =>
      work(tx, await findTracked(tx, keyring, request.headers.authorization, clock())),
    );
  const show = async (tx: Tx, requestId: string): Promise<TrackedRequest> =>
    presentTracked(await loadTrackedRow(tx, requestId), await loadStages(tx, requestId), clock());
  return {
    getSubmission: async ({ request }) => opened(request, async (tx, { requestId }) => show(tx, requestId)),

    listSubmissionMessages: async ({ request, query }) =>
      opened(request, async (tx, { requestId }) => {
        const rows = await listMessageRows(tx, requestId, query, 'public');
        const present = await messagePresenter(tx, rows);
        return page(trackingRoutes.listSubmissionMessages, { query }, rows, present, timeCursor);
      }),

    listSubmissionObjects: async ({ request, query }) =>
      opened(request, async (tx, { requestId }) => {
        const rows = await listObjectRows(tx, requestId, query);
        const samples = rows.flatMap(({ sample_id: id }) => (id === null ? [] : [id]));
        const progress = await progressOf(tx, samples);
        // A link opens no file.
        const present = (row: (typeof rows)[number]) => ({
          ...presentObject(row, progress, false),
          attachmentId: null,
        });
        return page(trackingRoutes.listSubmissionObjects, { query }, rows, present, objectCursor);
      }),

    createSubmissionMessage: async ({ request, body, idempotencyKey }) =>
      opened(request, async (tx, { requestId, submitterId }) => {
        const onceKey = {
          personId: submitterId,
          companyId: null,
          route: `createSubmissionMessage ${requestId}`,
          key: idempotencyKey,
          body,
        };
        const id = await once(tx, onceKey, () => writeBySubmitter(tx, requestId, body.text, clock()));
        const row = await loadMessageRow(tx, id);
        return (await messagePresenter(tx, [row]))(row);
      }),

    disputeSubmission: async ({ request, body }) =>
      opened(request, async (tx, { requestId }) => {
        const { singleAnalyst } = config.definitions;
        await openDisputeBySubmitter(tx, requestId, { text: body.text, singleAnalyst }, clock());
        return show(tx, requestId);
      }),
  };
}
