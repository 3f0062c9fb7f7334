import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from '#platform/db/database.ts';

type Purpose = 'second_step' | 'passkey_sign_in' | 'passkey_registration';

const MINUTES: Record<Purpose, number> = { second_step: 10, passkey_sign_in: 5, passkey_registration: 5 };

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Remembers that `secret` was given to a browser, whose answer is awaited for some minutes. */
export async function insertChallenge(
  db: Db | Tx,
  purpose: Purpose,
  secret: string,
  now: Date,
  { personId = null, remember = false }: { personId?: string | null; remember?: boolean } = {},
): Promise<void> {
  await db
    .insertInto('auth.challenges')
    .values({
      secret_hash: hashOf(secret),
      purpose,
      person_id: personId,
      remember,
      expires_at: new Date(now.getTime() + MINUTES[purpose] * 60_000),
    })
    .execute();
}

export interface Challenge {
  person_id: string | null;
  remember: boolean;
}

/** The challenge whose secret this is, still waiting; undefined when it is over or there was none. */
export async function findChallenge(
  db: Db,
  purpose: Purpose,
  secret: string,
  now: Date,
): Promise<Challenge | undefined> {
  return db
    .selectFrom('auth.challenges')
    .select(['person_id', 'remember'])
    .where('secret_hash', '=', hashOf(secret))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Takes a challenge out: of several answers to it, only one gets it. */
export async function takeChallenge(
  db: Db | Tx,
  purpose: Purpose,
  secret: string,
  now: Date,
): Promise<Challenge | undefined> {
  return db
    .deleteFrom('auth.challenges')
    .where('secret_hash', '=', hashOf(secret))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning(['person_id', 'remember'])
    .executeTakeFirst();
}

export async function dropExpiredChallenges(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('auth.challenges').where('expires_at', '<=', now).execute();
}
