import type { VerdictReason, VerdictWord } from '@companyaccount/contract/verdicts';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

export type Texts = Partial<Record<'en' | 'ru', string>>;

export interface NewVerdict {
  id: string;
  sampleId: string;
  revision: number;
  verdict: VerdictWord;
  reason: VerdictReason | null;
  detectionId: string | null;
  allowEntryId: string | null;
  personId: string;
  texts: Texts;
  innerId: string | null;
  at: Date;
}

export async function insertVerdict(tx: Tx, given: NewVerdict): Promise<void> {
  await tx
    .insertInto('app.verdicts')
    .values({
      id: given.id,
      sample_id: given.sampleId,
      revision: given.revision,
      verdict: given.verdict,
      reason: given.reason,
      detection_id: given.detectionId,
      allow_entry_id: given.allowEntryId,
      person_id: given.personId,
      texts: JSON.stringify(given.texts),
      inner_id: given.innerId,
      created_at: given.at,
    })
    .execute();
}

/** The samples, locked in the order of their ids, with the revision of the verdict that stands; 0 where there is none. */
export async function lockSamples(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; revision: number }>`
    with locked as (select id from app.samples where id = any(${[...ids]}::uuid[]) order by id for update)
    select l.id, coalesce((select max(revision) from app.verdicts v where v.sample_id = l.id), 0) as revision
    from locked l`.execute(tx);
  return new Map(rows.map(({ id, revision }) => [id, revision]));
}

/**
 * Keeps releases from being published until the transaction ends: what was found to be still to come is then seen by
 * whoever tells of the release.
 */
export async function holdReleases(tx: Tx): Promise<void> {
  await sql`lock table app.releases in row exclusive mode`.execute(tx);
}

export interface CopiedVerdict {
  verdictId: string;
  verdict: VerdictWord;
  reason: VerdictReason | null;
  detection: string | null;
  due: boolean;
  releaseNumber: string | null;
  releasedAt: Date | null;
}

/** Copies a verdict to objects, in the place of an earlier one. */
export async function copyVerdict(tx: Tx, objectIds: readonly string[], copied: CopiedVerdict, at: Date) {
  await tx
    .updateTable('app.submission_objects')
    .set({
      verdict_id: copied.verdictId,
      verdict: copied.verdict,
      verdict_reason: copied.reason,
      verdict_detection: copied.detection,
      verdict_at: at,
      verdict_due: copied.due,
      verdict_release: copied.releaseNumber,
      verdict_released_at: copied.releasedAt,
    })
    .where('id', 'in', [...objectIds])
    .execute();
}

/** Notes with which release scanners follow the verdict on these objects. */
export async function noteRelease(
  tx: Tx,
  objectIds: readonly string[],
  release: { number: string; publishedAt: Date },
): Promise<void> {
  await tx
    .updateTable('app.submission_objects')
    .set({ verdict_due: false, verdict_release: release.number, verdict_released_at: release.publishedAt })
    .where('id', 'in', [...objectIds])
    .execute();
}
