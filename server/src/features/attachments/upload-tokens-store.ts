import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { BEGUN_MAX } from './upload.ts';

export interface NewUploadToken {
  tokenHash: Buffer;
  challengeHash: Buffer;
  expiresAt: Date;
}

/** Writes an upload token down; says whether the challenge it is bought with was not used before. */
export async function insertUploadToken(tx: Tx, t: NewUploadToken, at: Date): Promise<boolean> {
  const written = await tx
    .insertInto('app.upload_tokens')
    .values({
      id: newId(),
      token_hash: t.tokenHash,
      challenge_hash: t.challengeHash,
      created_at: at,
      expires_at: t.expiresAt,
    })
    .onConflict((conflict) => conflict.column('challenge_hash').doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}

/** The id of a token that is not past its time, used or not. */
export async function findUploadToken(tx: Tx, tokenHash: Buffer, now: Date): Promise<string | undefined> {
  const row = await tx
    .selectFrom('app.upload_tokens')
    .select('id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.id;
}

/** Uses a token up for a submission; says whether it was not used before. */
export async function spendUploadToken(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.upload_tokens')
    .set({ spent_at: at })
    .where('id', '=', id)
    .where('spent_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Counts one more upload begun with a token. */
export async function countBegun(tx: Tx, id: string): Promise<{ expiresAt: Date; tooMany: boolean }> {
  const row = await tx
    .updateTable('app.upload_tokens')
    .set((eb) => ({ begun: eb('begun', '+', 1) }))
    .where('id', '=', id)
    .where('spent_at', 'is', null)
    .returning(['begun', 'expires_at'])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('unauthenticated');
  return { expiresAt: row.expires_at, tooMany: row.begun > BEGUN_MAX };
}

/** What is left of the `bytes` that files from outside may take, those on their way included; 0 at least. */
export async function publicBytesLeft(tx: Tx, bytes: number): Promise<number> {
  // Files of a request without a company hang on no company.
  const { rows } = await sql<{ taken: number }>`
    select ((select coalesce(sum(size), 0) from app.uploads where upload_token_id is not null)
      + (select coalesce(sum(size), 0) from app.attachments where company_id is null))::bigint as taken`.execute(tx);
  return Math.max(0, bytes - Number(rows[0]?.taken ?? 0));
}

/** Drops tokens past their time whose uploads are gone. */
export async function dropExpiredUploadTokens(tx: Tx, now: Date): Promise<void> {
  await tx
    .deleteFrom('app.upload_tokens as t')
    .where('t.expires_at', '<=', now)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('app.uploads as u').select('u.id').whereRef('u.upload_token_id', '=', 't.id'))),
    )
    .execute();
}
