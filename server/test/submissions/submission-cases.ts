import type { TestApp } from '../harness/test-app.ts';
import { buyToken, newChallenge, solve, SUSPICIOUS } from './submission-calls.ts';

const HASH = 'ab'.repeat(32);

/** How each route of the public form is called in the matrix of actors. */
export const submissionCases = (test: () => TestApp) =>
  ({
    getSubmissionTerms: {},
    createChallenge: {},
    listSubmissionMessages: { success: 401 },
    listSubmissionObjects: { success: 401 },
    disputeSubmission: { given: () => ({ body: { text: 'We wrote it ourselves.' } }), success: 401 },
    createUploadToken: { given: async () => ({ body: await solve(await newChallenge(test())) }) },
    createSubmission: {
      given: async () => ({ body: { uploadToken: await buyToken(test()), ...SUSPICIOUS, hashes: [HASH] } }),
    },
    confirmSubmissionEmail: { given: () => ({ body: { token: 'there is no such token' } }), success: 410 },
  }) as const;
