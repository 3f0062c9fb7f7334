import type { SolvedChallenge, UploadToken } from '@companyaccount/contract/submissions';
import { hashUploadToken, insertUploadToken, makeUploadToken, publicBytesLeft } from '#features/attachments/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { hashChallenge, isSolved } from './challenge.ts';

const TOKEN_HOURS = 2;
/** Of all addresses together. */
const TOKENS_AN_HOUR = 600;

/** Exchanges a solved challenge, once, for an upload token. Whatever is wrong with it is `challenge_refused`. */
export async function issueUploadToken(platform: Platform, solved: SolvedChallenge): Promise<UploadToken> {
  const { db, keyring, clock, config } = platform;
  const now = clock();
  if (!(await isSolved(keyring, solved, now))) throw new Refusal('challenge_refused');
  await throttle(db, 'uploadTokens', TOKENS_AN_HOUR, 3600);
  const token = makeUploadToken();
  const expiresAt = new Date(now.getTime() + TOKEN_HOURS * 3_600_000);
  return transact(db, SYSTEM, async (tx) => {
    const written = await insertUploadToken(
      tx,
      { tokenHash: hashUploadToken(token), challengeHash: hashChallenge(solved.challenge), expiresAt },
      now,
    );
    if (!written) throw new Refusal('challenge_refused');
    const left = await publicBytesLeft(tx, config.publicStorageBytes);
    return { token, expiresAt: expiresAt.toISOString(), takesFiles: left > 0 };
  });
}
