import { PUBLIC_FILE_BYTES_MAX, PUBLIC_FILES_MAX, type submissionRoutes } from '@companyaccount/contract/submissions';
import { publicBytesLeft } from '#features/attachments/index.ts';
import { publicTarget } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { makeChallenge } from './challenge.ts';
import { confirmEmail } from './confirm-email.ts';
import { issueUploadToken } from './issue-upload-token.ts';
import { receiveSubmission } from './receive-submission.ts';

/** Handlers of the Virus Lab's form for people without an account. */
export function submissionHandlers(platform: Platform): Handlers<typeof submissionRoutes> {
  const { db, keyring, clock, config } = platform;
  return {
    getSubmissionTerms: async () =>
      transact(db, SYSTEM, async (tx) => ({
        takesFiles: (await publicBytesLeft(tx, config.publicStorageBytes)) > 0,
        filesMax: PUBLIC_FILES_MAX,
        fileBytesMax: PUBLIC_FILE_BYTES_MAX,
        answerHours: Math.ceil((await publicTarget(tx, config.publicAnswerHours * 60, clock())) / 60),
      })),
    createChallenge: async () => makeChallenge(keyring, config.publicChallengeWork, clock()),
    createUploadToken: async ({ body }) => issueUploadToken(platform, body),
    createSubmission: async ({ body, idempotencyKey }) => receiveSubmission(platform, body, idempotencyKey),
    confirmSubmissionEmail: async ({ body }) => confirmEmail(platform, body.token),
  };
}
