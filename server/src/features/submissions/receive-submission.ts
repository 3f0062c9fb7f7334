import type { CreateSubmission } from '@companyaccount/contract/submissions';
import { normalizeEmail } from '#features/accounts/index.ts';
import { findUploadToken, hashUploadToken, spendUploadToken } from '#features/attachments/index.ts';
import { confirmationToken, loadRequestNumber, makeTrackingToken, submitToLab } from '#features/requests/index.ts';
import { countCall } from '#platform/db/call-counts.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { once } from '#platform/http/idempotency.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { filled } from '#platform/texts.ts';
import { submissionTexts } from './submission-texts.ts';

/** Of all addresses together. */
const SUBMISSIONS_AN_HOUR = 600;
const MAILS_PER_ADDRESS_A_DAY = 3;
const DAY_SECONDS = 86_400;

/** What a submission is called: its kind and the first of its objects, in the language of the sender. */
function subjectOf({ kind, language }: CreateSubmission, names: readonly string[]): string {
  const texts = submissionTexts(language);
  const subject = `${texts.kind[kind]}: ${names[0] ?? ''}`;
  return names.length < 2 ? subject : filled(texts.more, { subject, count: String(names.length - 1) });
}

/** Mails the link that confirms an address: few a day, and never words of the person who named it. */
async function askToConfirm(
  tx: Tx,
  { keyring, mailer, publicUrl }: Platform,
  { requestId, email, language }: { requestId: string; email: string; language: CreateSubmission['language'] },
): Promise<void> {
  const address = keyring.keyedHash('token', `submission ${email}`).toString('base64url');
  if ((await countCall(tx, `submission:${address}`, DAY_SECONDS)).count > MAILS_PER_ADDRESS_A_DAY) return;
  await mailer.send(tx, {
    to: email,
    template: 'submission_confirmation',
    language,
    values: { link: `${publicUrl()}/track/confirm#${confirmationToken(keyring, requestId)}` },
    secret: true,
  });
}

/**
 * Files what somebody without an account sends to the Virus Lab, which uses their upload token up; the same call again
 * under the same key answers the same. An address is told nothing but a link that confirms it.
 */
export async function receiveSubmission(
  platform: Platform,
  input: CreateSubmission,
  key: string | null,
): Promise<{ number: string; trackingToken: string }> {
  const { db, keyring, clock } = platform;
  return transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const tokenId = await findUploadToken(tx, hashUploadToken(input.uploadToken), now);
    if (tokenId === undefined) throw new Refusal('upload_token_expired');
    const onceKey = { personId: tokenId, companyId: null, route: 'createSubmission', key, body: input };
    const requestId = await once(tx, onceKey, () => fileSubmission(tx, platform, input, tokenId, now));
    return {
      number: await loadRequestNumber(tx, requestId),
      trackingToken: await makeTrackingToken(tx, keyring, requestId),
    };
  });
}

async function fileSubmission(
  tx: Tx,
  platform: Platform,
  input: CreateSubmission,
  uploadTokenId: string,
  now: Date,
): Promise<string> {
  if (!(await spendUploadToken(tx, uploadTokenId, now))) throw new Refusal('upload_token_expired');
  await throttle(platform.db, 'submissions', SUBMISSIONS_AN_HOUR, 3600);
  const { language } = input;
  const email = input.email === undefined ? null : normalizeEmail(input.email);
  const requestId = await submitToLab(
    tx,
    {
      submitter: { name: submissionTexts(language).sender, email, language, confirmedAt: null },
      input,
      by: { personId: null, companyId: null, uploadTokenId },
      subjectOf: (names) => subjectOf(input, names),
      minutes: platform.config.publicAnswerHours * 60,
    },
    now,
  );
  if (email !== null) await askToConfirm(tx, platform, { requestId, email, language });
  return requestId;
}
