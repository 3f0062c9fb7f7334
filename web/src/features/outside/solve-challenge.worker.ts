import type { Challenge, SolvedChallenge } from '@companyaccount/contract';
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type DeriveKeyFunction, solveChallenge } from 'altcha-lib';
import { deriveKey as deriveByBrowser } from 'altcha-lib/algorithms/web/pbkdf2';

/** Half an hour would be a mistake of the server; a slow telephone takes some seconds. */
const TIMEOUT_MS = 300_000;

const deriveHere: DeriveKeyFunction = async ({ cost, keyLength }, salt, password) => ({
  derivedKey: await pbkdf2Async(sha256, password, salt, { c: cost, dkLen: keyLength }),
});
/** Browsers have cryptography of their own only over HTTPS and on the loopback address. */
const deriveKey = 'subtle' in crypto ? deriveByBrowser : deriveHere;

/** Answers a challenge with its solution, or with null when it took too long. */
self.addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
  void solve(data).then((solved) => self.postMessage(solved));
});

async function solve(challenge: Challenge): Promise<SolvedChallenge | null> {
  const solution = await solveChallenge({ challenge, deriveKey, timeout: TIMEOUT_MS });
  if (solution === null) return null;
  const { counter, derivedKey } = solution;
  return { challenge, solution: { counter, derivedKey } };
}
