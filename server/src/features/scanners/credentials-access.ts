import type { Db } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { countedAddress, throttle } from '#platform/http/throttle.ts';
import { hashSecret, secretOf } from './credential.ts';

const USE_NOTED_MS = 60_000;
const WRONG_SECRETS = 30;
const WRONG_SECRETS_SECONDS = 60;

/** Whose scanner calls. */
export interface ScannerCaller {
  companyId: string;
  credentialId: string;
}

/**
 * The credential of an Authorization header; null where none was sent. Throws `https_required` where others could have
 * read it on its way, and `unauthenticated` for one that is wrong or has ended; these are counted by address.
 */
export async function findCredential(
  db: Db,
  { authorization, address, isPrivate }: { authorization: string | undefined; address: string; isPrivate: boolean },
  now: Date,
): Promise<ScannerCaller | null> {
  const secret = secretOf(authorization);
  if (secret === null) return null;
  if (!isPrivate) throw new Refusal('https_required');
  const found =
    secret === ''
      ? undefined
      : await db
          .selectFrom('app.scanner_credentials')
          .select(['id', 'company_id', 'last_used_at'])
          .where('hash', '=', hashSecret(secret))
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
  if (found === undefined) {
    await throttle(db, `scanner:${countedAddress(address)}`, WRONG_SECRETS, WRONG_SECRETS_SECONDS);
    throw new Refusal('unauthenticated');
  }
  if (now.getTime() - (found.last_used_at?.getTime() ?? 0) >= USE_NOTED_MS) {
    await db.updateTable('app.scanner_credentials').set({ last_used_at: now }).where('id', '=', found.id).execute();
  }
  return { companyId: found.company_id, credentialId: found.id };
}
