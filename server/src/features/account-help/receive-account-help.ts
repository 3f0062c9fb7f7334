import { createHash, randomBytes } from 'node:crypto';
import type { CreateAccountHelp } from '@companyaccount/contract/account-help';
import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import { normalizeEmail } from '#features/accounts/index.ts';
import { findLicenseByCode } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import { countCall } from '#platform/db/call-counts.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { throttle } from '#platform/http/throttle.ts';
import type { Platform } from '#platform/platform.ts';
import { insertHelpForm } from './account-help-store.ts';

const CONFIRM_HOURS = 48;
const DAY_SECONDS = 86_400;
const MAILS_PER_ADDRESS_A_DAY = 3;
const FORMS_AN_HOUR = 300;
const GROUP_LENGTH = 5;

/** Of a link's token only this is stored. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** What is kept of a typed code: its last group, whether it was mistyped, and the license it opens. */
async function judgeCode(tx: Tx, { keyring, clock }: Platform, typed: string | undefined) {
  if (typed === undefined) return { codeHint: null, codeMistyped: false, licenseId: null };
  const code = normalizeActivationCode(typed);
  const license = await findLicenseByCode(tx, keyring, code, clock());
  return {
    codeHint: Array.from(code).slice(-GROUP_LENGTH).join(''),
    codeMistyped: !isWellFormedActivationCode(code),
    licenseId: license?.id ?? null,
  };
}

/**
 * Takes a call for help and mails the link that confirms it. Nothing is looked up about the address, so the answer can
 * tell nothing; whether the code is known stays here too. An address gets few of these mails, and never words of the
 * person who named it.
 */
export async function receiveAccountHelp(platform: Platform, input: CreateAccountHelp): Promise<void> {
  const { db, keyring, clock, mailer, publicUrl } = platform;
  await throttle(db, 'accountHelp', FORMS_AN_HOUR, 3600);
  await transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const email = normalizeEmail(input.email);
    const address = keyring.keyedHash('token', `account help ${email}`).toString('base64url');
    const { count } = await countCall(tx, `accountHelp:${address}`, DAY_SECONDS);
    if (count > MAILS_PER_ADDRESS_A_DAY) return;
    const token = randomBytes(32).toString('base64url');
    const id = await insertHelpForm(tx, {
      ...(await judgeCode(tx, platform, input.activationCode)),
      name: input.name.trim(),
      email,
      companyName: input.companyName?.trim() ?? null,
      text: input.text,
      language: input.language,
      tokenHash: hashToken(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + CONFIRM_HOURS * 3_600_000),
    });
    await audit(tx, 'account_help.received', { type: 'account_help', id });
    await mailer.send(tx, {
      to: email,
      template: 'account_help_confirmation',
      language: input.language,
      values: { link: `${publicUrl()}/account-help/confirm#${token}` },
      secret: true,
    });
  });
}
