import type { Desk } from '@companyaccount/contract/requests';
import type { TimelineEntry } from '@companyaccount/contract/timeline';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { formatNumber } from './request.ts';

/** What the page of a tracking link shows of its request. */
export async function loadTrackedRow(tx: Tx, requestId: string) {
  return tx
    .selectFrom('app.requests as r')
    .innerJoin('app.submitters as s', 's.id', 'r.submitter_id')
    .select(['r.number', 'r.desk', 'r.kind', 'r.status', 'r.status_since', 'r.subject', 'r.created_at', 's.name'])
    .select([
      'r.lab_stage',
      'r.verdict_at',
      'r.disputed_at',
      'r.resolution',
      'r.escalated',
      'r.author_id',
      'r.owner_id',
      'r.merged_into_id',
    ])
    .select(sql<Date | null>`nullif(r.promise_at, 'infinity')`.as('promised_at'))
    .where('r.id', '=', requestId)
    .executeTakeFirstOrThrow();
}
export type TrackedRow = Awaited<ReturnType<typeof loadTrackedRow>>;

/** What happened to a request that moved it from stage to stage, in order. */
export async function loadStageEntries(tx: Tx, requestId: string): Promise<StageEntry[]> {
  const rows = await tx
    .selectFrom('app.timeline_entries')
    .select(['type', 'to_value', 'created_at'])
    .where('request_id', '=', requestId)
    .where('type', 'in', ['created', 'stage_changed', 'status_changed'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    type: row.type as StageEntry['type'],
    to: row.to_value,
    createdAt: row.created_at.toISOString(),
  }));
}
type StageEntry = Pick<TimelineEntry, 'type' | 'to' | 'createdAt'>;

/** The number of a request as people say it. */
export async function loadRequestNumber(tx: Tx, requestId: string): Promise<string> {
  const { desk, number } = await tx
    .selectFrom('app.requests')
    .select(['desk', 'number'])
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow();
  return formatNumber(desk as Desk, number);
}
