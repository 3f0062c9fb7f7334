import type { Db } from '#platform/db/database.ts';
import { NOBODY, type TokenHolder } from '#platform/http/actor.ts';
import { hashUploadToken, uploadTokenOf } from './upload-token.ts';

/** The caller who holds an upload token; null where there is none, or it was used for a submission or is past its time. */
export async function findTokenHolder(
  db: Db,
  authorization: string | undefined,
  now: Date,
): Promise<TokenHolder | null> {
  const token = uploadTokenOf(authorization);
  if (token === null) return null;
  const row = await db
    .selectFrom('app.upload_tokens')
    .select('id')
    .where('token_hash', '=', hashUploadToken(token))
    .where('spent_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row === undefined ? null : { ...NOBODY, personId: null, membership: null, uploadTokenId: row.id };
}
