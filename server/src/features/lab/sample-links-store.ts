import type { Tx } from '#platform/db/database.ts';

export interface SampleLinkRow {
  tokenHash: Buffer;
  sampleId: string;
  sessionId: string;
  expiresAt: Date;
}

/** Keeps a link, and forgets those that nobody used in time. */
export async function insertSampleLink(tx: Tx, row: SampleLinkRow, at: Date): Promise<void> {
  await tx.deleteFrom('app.sample_links').where('expires_at', '<=', at).execute();
  await tx
    .insertInto('app.sample_links')
    .values({
      token_hash: row.tokenHash,
      sample_id: row.sampleId,
      session_id: row.sessionId,
      expires_at: row.expiresAt,
    })
    .execute();
}

/** Uses a link up; false when it does not exist any more, is another session's, or another sample's. */
export async function takeSampleLink(tx: Tx, link: Omit<SampleLinkRow, 'expiresAt'>, at: Date): Promise<boolean> {
  const taken = await tx
    .deleteFrom('app.sample_links')
    .where('token_hash', '=', link.tokenHash)
    .where('sample_id', '=', link.sampleId)
    .where('session_id', '=', link.sessionId)
    .where('expires_at', '>', at)
    .returning('sample_id')
    .executeTakeFirst();
  return taken !== undefined;
}
