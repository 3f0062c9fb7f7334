import { countCall, readCallCount, uncountCall } from '#platform/db/call-counts.ts';
import { Refusal } from '#platform/errors.ts';
import { countedAddress } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import type { LicenseProof } from './find-proven-license.ts';

const SECONDS = 600;
/** Wrong codes that an address may try. */
const OF_ONE = 10;
/** Wrong codes of all addresses together, from which on somebody is taken to guess from many places. */
const OF_ALL = 100;
/** Wrong codes that an address may try then. */
const OF_ONE_THEN = 3;

const ALL = 'wrong-code';

const isWrongCode = (error: unknown) => error instanceof Refusal && error.code === 'activation_code_unknown';

/**
 * Does what rests on a code, and counts codes that do not exist per address and over all addresses. A right code is never
 * counted, so whoever has one gets through however much others guess, unless they share a guesser's address. Every try is
 * counted before it is looked up and taken back after, so that many at once are no way round.
 */
export async function stopGuessing<T>(
  { db }: Pick<Platform, 'db'>,
  ip: string,
  proof: LicenseProof,
  work: () => Promise<T>,
): Promise<T> {
  // There is nothing to guess about a key file: its signature is looked at, not looked up.
  if ('keyFile' in proof) return work();
  const key = `${ALL}:${countedAddress(ip)}`;
  const { count, rest } = await countCall(db, key, SECONDS);
  const limit = (await readCallCount(db, ALL, SECONDS)) >= OF_ALL ? OF_ONE_THEN : OF_ONE;
  if (count > limit) throw new Refusal('too_many_requests', { retryAfter: Math.max(1, rest) });
  let wrong = false;
  try {
    return await work();
  } catch (error) {
    wrong = isWrongCode(error);
    throw error;
  } finally {
    await (wrong ? countCall(db, ALL, SECONDS) : uncountCall(db, key, SECONDS));
  }
}
