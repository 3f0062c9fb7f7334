import { createHash } from 'node:crypto';
import type { Challenge, SolvedChallenge } from '@companyaccount/contract/submissions';
import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Keyring } from '#platform/crypto/keyring.ts';

/** How long a challenge can be exchanged. */
const CHALLENGE_MINUTES = 20;
/** Iterations of one derivation: about a millisecond, so that checking costs as little as trying. */
const COST = 2000;

type Hasher = Pick<Keyring, 'keyedHash'>;
const secrets = (keyring: Hasher) => ({
  hmacSignatureSecret: keyring.keyedHash('token', 'challenge signature').toString('hex'),
  hmacKeySignatureSecret: keyring.keyedHash('token', 'challenge key').toString('hex'),
});

/** A new challenge that takes `work` derivations on average; nothing of it is stored. */
export async function makeChallenge(keyring: Hasher, work: number, now: Date): Promise<Challenge> {
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: COST,
    counter: randomInt(Math.ceil(work * 1.5), Math.ceil(work * 0.5)),
    deriveKey,
    expiresAt: new Date(now.getTime() + CHALLENGE_MINUTES * 60_000),
    ...secrets(keyring),
  });
  return challenge as Challenge;
}

/** Whether the challenge is one of ours, is not past its time, and this is its solution. */
export async function isSolved(keyring: Hasher, solved: SolvedChallenge, now: Date): Promise<boolean> {
  const { challenge, solution } = solved;
  if (challenge.parameters.expiresAt * 1000 <= now.getTime()) return false;
  const { verified } = await verifySolution({
    challenge,
    solution: { counter: solution.counter, derivedKey: solution.derivedKey },
    deriveKey,
    ...secrets(keyring),
  });
  return verified;
}

/** By what a challenge is known that was used. */
export const hashChallenge = ({ signature }: Challenge): Buffer => createHash('sha256').update(signature).digest();
