import type { Outcome } from '@companyaccount/contract/lab';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { newId } from '#platform/ids.ts';

export const ANSWER_TASK = 'lab.answer';

export interface Submitted {
  requestId: string;
  companyId: string | null;
  /** Of the message the files hang on. */
  messageId: string;
  hashes?: readonly string[];
  urls?: readonly string[];
  /** Opens the archives among the files. */
  password?: string | null;
}

/** Makes the files of a message, hashes and addresses objects of a lab request, in the transaction that writes it. */
export async function submitObjects(tx: Tx, submitted: Submitted, at: Date): Promise<void> {
  const { requestId, companyId, messageId, hashes = [], urls = [], password = null } = submitted;
  const files = await tx
    .selectFrom('app.attachments')
    .select('id')
    .where('message_id', '=', messageId)
    .orderBy('position')
    .execute();
  const common = { company_id: companyId, request_id: requestId, created_at: at };
  const rows = [
    ...files.map(({ id }) => ({ ...common, id: newId(), kind: 'file', attachment_id: id, password })),
    ...hashes.map((hash) => ({ ...common, id: newId(), kind: 'hash', sha256: Buffer.from(hash, 'hex') })),
    ...urls.map((url) => ({ ...common, id: newId(), kind: 'url', url })),
  ];
  if (rows.length === 0) return;
  await tx.insertInto('app.submission_objects').values(rows).execute();
  if (rows.length > files.length) await enqueue(tx, ANSWER_TASK, { requestId });
}

/** The object that an attachment is, if it is one, and has no sample yet. */
export const findObjectOf = (tx: Tx, attachmentId: string) =>
  tx
    .selectFrom('app.submission_objects as o')
    .innerJoin('app.attachments as a', 'a.id', 'o.attachment_id')
    .select(['o.id', 'o.request_id', 'o.password', 'a.sha256', 'a.size', 'a.blob_id'])
    .where('o.attachment_id', '=', attachmentId)
    .where('o.sample_id', 'is', null)
    .where('o.outcome', 'is', null)
    .executeTakeFirst();

export async function tieSample(tx: Tx, objectId: string, sampleId: string, sha256: Buffer): Promise<void> {
  await tx
    .updateTable('app.submission_objects')
    .set({ sample_id: sampleId, sha256 })
    .where('id', '=', objectId)
    .execute();
}

/** Tells an object's outcome, which then stands. */
export async function settleObject(tx: Tx, objectId: string, outcome: Outcome, at: Date): Promise<void> {
  await tx
    .updateTable('app.submission_objects')
    .set({ outcome, outcome_at: at })
    .where('id', '=', objectId)
    .where('outcome', 'is', null)
    .execute();
}

/** Tells the outcome of a sample to every object that waits for it; answers with the requests concerned. */
export async function settleObjectsOf(
  tx: Tx,
  sampleId: string,
  password: string | null,
  { outcome, detection, release, at }: { outcome: Outcome; detection: string | null; release: string | null; at: Date },
): Promise<string[]> {
  const rows = await tx
    .updateTable('app.submission_objects')
    .set({ outcome, detection, release, outcome_at: at })
    .where('sample_id', '=', sampleId)
    .where('outcome', 'is', null)
    .where(sql<boolean>`(password is null or password is not distinct from ${password})`)
    .returning('request_id')
    .execute();
  return [...new Set(rows.map((row) => row.request_id))];
}

/** Hashes and addresses of a request that have no outcome yet; `sent` tells whether their company sent that very file. */
export const openQuestions = (tx: Tx, requestId: string) =>
  tx
    .selectFrom('app.submission_objects as o')
    .select(['o.id', 'o.kind'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('app.submission_objects as f')
            .select('f.id')
            .whereRef('f.company_id', '=', 'o.company_id')
            .whereRef('f.sha256', '=', 'o.sha256')
            .where('f.kind', '=', 'file'),
        )
        .as('sent'),
    )
    .where('o.request_id', '=', requestId)
    .where('o.kind', '!=', 'file')
    .where('o.outcome', 'is', null)
    .execute();

/** Whether every object of the request has its outcome. */
export const isAnswered = async (tx: Tx, requestId: string): Promise<boolean> =>
  (await tx
    .selectFrom('app.submission_objects')
    .select('id')
    .where('request_id', '=', requestId)
    .where('outcome', 'is', null)
    .limit(1)
    .executeTakeFirst()) === undefined;

/** The requests whose open objects have this sample. */
export async function requestsAwaiting(db: Db, sampleId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('app.submission_objects')
    .select('request_id')
    .distinct()
    .where('sample_id', '=', sampleId)
    .where('outcome', 'is', null)
    .execute();
  return rows.map((row) => row.request_id);
}
