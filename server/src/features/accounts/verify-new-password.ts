import { passwordFlaw } from '@companyaccount/contract/password';
import { PASSWORD_MAX, PASSWORD_MIN } from '@companyaccount/contract/schema';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';

let common: Promise<Set<string>> | null = null;

/** Common passwords of an allowed length. The list is long and rarely needed, so it is read at first use. */
const commonPasswords = (): Promise<Set<string>> =>
  (common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) =>
      new Set(dictionary['passwords-common'].map(String).filter((word) => [...word].length >= PASSWORD_MIN)),
  ));

const LIMITS = { too_short: PASSWORD_MIN, too_long: PASSWORD_MAX };

/**
 * Refuses a new password that breaks the rule, at the field `pointer`. `words` are what is known of the person; the
 * vendor's name and the product's count too. Nothing is asked of the network.
 */
export async function verifyNewPassword(
  { config }: Platform,
  password: string,
  words: readonly string[],
  pointer: string,
): Promise<void> {
  const flaw = passwordFlaw(password, [...words, config.vendorName, 'CompanyAccount']);
  if (flaw === 'too_short' || flaw === 'too_long') {
    throw new Refusal('validation_failed', { fields: [{ pointer, code: flaw, limit: LIMITS[flaw] }] });
  }
  const known = flaw === null && (await commonPasswords()).has(password.normalize('NFKC').toLowerCase());
  if (flaw !== null || known) {
    throw new Refusal('validation_failed', { fields: [{ pointer, code: 'too_easy' }] });
  }
}
