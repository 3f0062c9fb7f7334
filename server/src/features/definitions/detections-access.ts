import type { DetectionState, DetectionTrial } from '@companyaccount/contract/definitions';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { KeptSignature } from './detections-store.ts';

/**
 * A detection with its newest revision; any other is `not_found`. Only staff of the lab come here. With `lock` nobody
 * else changes it before the transaction ends.
 */
export async function loadDetection(tx: Db | Tx, id: string, lock = false) {
  const row = await tx
    .selectFrom('app.detections as d')
    .innerJoin('app.detection_revisions as r', 'r.detection_id', 'd.id')
    .select(['d.id', 'd.name', 'd.version', 'd.created_at'])
    .select(['r.id as revision_id', 'r.revision', 'r.note', 'r.author_ids', 'r.approver_id', 'r.updated_at'])
    .select(sql<DetectionState>`r.state`.as('state'))
    .select(sql<DetectionTrial | null>`r.trial`.as('trial'))
    .select(sql<KeptSignature[]>`r.signatures`.as('signatures'))
    .select(sql<string[]>`array(select encode(s, 'hex') from unnest(r.samples) s)`.as('samples'))
    .select(
      sql<boolean>`exists (select from app.detection_revisions o where o.detection_id = d.id and o.state = 'released')`.as(
        'is_out',
      ),
    )
    .where('d.id', '=', id)
    .where('r.newest', '=', true)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
export type LoadedDetection = Awaited<ReturnType<typeof loadDetection>>;

/** An entry of the allow-list; any other is `not_found`. Only staff of the lab come here. */
export async function lockAllowEntry(tx: Tx, id: string) {
  const row = await tx.selectFrom('app.allow_entries').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
