import { randomUUID } from 'node:crypto';
import type { Challenge, CreateSubmission, SolvedChallenge } from '@companyaccount/contract/submissions';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { sha256Of } from '../definitions/definition-calls.ts';
import type { TestApp } from '../harness/test-app.ts';
import { judge } from '../lab/verdict-calls.ts';
import { attempt } from '../security/attack.ts';

/** Calls that each come from another address, so that no throttle is met. */
async function fetched<T>(test: TestApp, name: Parameters<typeof attempt>[1], body?: unknown): Promise<T> {
  const answer = await attempt(test, name, body === undefined ? {} : { body });
  if (answer.statusCode >= 300) throw new Error(`${name}: ${answer.statusCode} ${answer.body}`);
  return answer.json() as T;
}

export const newChallenge = (test: TestApp) => fetched<Challenge>(test, 'createChallenge');

/** Solves a challenge as any program of ALTCHA does. */
export async function solve(challenge: Challenge): Promise<SolvedChallenge> {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('not solved in time');
  const { counter, derivedKey } = solution;
  return { challenge, solution: { counter, derivedKey } };
}

/** A new upload token. */
export const buyToken = async (test: TestApp): Promise<string> =>
  (await fetched<{ token: string }>(test, 'createUploadToken', await solve(await newChallenge(test)))).token;

/** The steps of the upload protocol by an upload token. */
export const uploadsBy = (test: TestApp, token: string) =>
  uploadCalls(test, undefined, { authorization: `Bearer ${token}` });

export const SUSPICIOUS = { kind: 'unknown_malware', text: 'It came by mail.', language: 'en' } as const;

/** Sends something by the public form, and answers with its request and the token of its tracking link. */
export async function submitPublic(
  test: TestApp,
  files: Record<string, Buffer>,
  more: Partial<CreateSubmission> = {},
): Promise<{ id: string; number: string; trackingToken: string }> {
  const uploadToken = await buyToken(test);
  const uploads: string[] = [];
  for (const [name, bytes] of Object.entries(files))
    uploads.push(await uploadsBy(test, uploadToken).whole(bytes, name));
  const hashes = uploads.length === 0 ? { hashes: [randomUUID().replaceAll('-', '').repeat(2)] } : { uploads };
  const body = { uploadToken, ...SUSPICIOUS, ...hashes, ...more };
  const answer = await fetched<{ number: string; trackingToken: string }>(test, 'createSubmission', body);
  const { id } = await test.platform.db
    .selectFrom('app.requests')
    .select('id')
    .where('desk', '=', 'lab')
    .where('number', '=', Number(answer.number.slice(3)))
    .executeTakeFirstOrThrow();
  return { id, ...answer };
}

/** A submission that was resolved by the first analyst's verdict on its only file. */
export async function judgedPublic(test: TestApp) {
  const file = Buffer.from(`harmless ${randomUUID()}`);
  const sent = await submitPublic(test, { 'tool.exe': file });
  await test.runJobs();
  await judge(test, sha256Of(file), { verdict: 'malware' });
  return sent;
}
