import type { Db, Tx } from '#platform/db/database.ts';
import { sql } from 'kysely';
import { type Cursor, decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

/** The objects of a request that the reader has been shown to have a right to, oldest first, and one more than the page. */
export function listObjectRows(tx: Tx, requestId: string, query: PageQuery) {
  const after = query['page[after]'];
  const cursor = after === undefined ? null : decodeCursor(after, 'time');
  return tx
    .selectFrom('app.submission_objects as o')
    .leftJoin('app.attachments as a', 'a.id', 'o.attachment_id')
    .select([
      'o.id',
      'o.kind',
      'o.attachment_id',
      'o.url',
      'o.sample_id',
      'o.outcome',
      'o.detection',
      'o.release',
      'o.outcome_at',
      'o.verdict',
      'o.verdict_reason',
      'o.verdict_detection',
      'o.verdict_at',
      'o.verdict_due',
      'o.verdict_release',
      'o.verdict_released_at',
      'o.created_at',
    ])
    .select((eb) => eb.fn.coalesce('o.sha256', 'a.sha256').as('sha256'))
    .select('a.name')
    .where('o.request_id', '=', requestId)
    .$if(cursor !== null, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('o.created_at', 'o.id'), '>', eb.tuple(new Date(String(cursor?.value)), String(cursor?.id))),
      ),
    )
    .orderBy('o.created_at')
    .orderBy('o.id')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ObjectRow = Awaited<ReturnType<typeof listObjectRows>>[number];

export const objectCursor = ({ created_at: at, id }: { created_at: Date; id: string }): Cursor => ({
  value: at.toISOString(),
  id,
});

export interface Progress {
  done: number;
  total: number;
}

/** How many steps of each sample's last analysis are taken, those of the files within it included. */
export async function progressOf(db: Db | Tx, sampleIds: readonly string[]): Promise<Map<string, Progress>> {
  if (sampleIds.length === 0) return new Map();
  const { rows } = await sql<Progress & { sample_id: string }>`
    select r.sample_id, count(*)::int as total, (count(*) filter (where s.state <> 'waiting'))::int as done
    from unnest(${[...sampleIds]}::uuid[]) as wanted (sample_id)
    cross join lateral (
      select a.id, a.sample_id from app.analyses a
      where a.sample_id = wanted.sample_id and a.root_id is null and (a.reanalysis_id is null or a.state = 'done')
      order by a.created_at desc, a.id desc limit 1
    ) r
    join app.analyses a on a.id = r.id or a.root_id = r.id
    join app.analysis_steps s on s.analysis_id = a.id
    group by r.sample_id`.execute(db);
  return new Map(rows.map(({ sample_id: id, done, total }) => [id, { done, total }]));
}
