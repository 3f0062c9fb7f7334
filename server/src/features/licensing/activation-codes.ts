import { randomInt } from 'node:crypto';
import {
  ACTIVATION_CODE_ALPHABET,
  ACTIVATION_CODE_LENGTH,
  activationCodeCheckCharacter,
} from '@companyaccount/contract/activation-code';

/** A new activation code: 19 random characters (95 bits) and the check character, without dashes. */
export function generateActivationCode(): string {
  const body = Array.from({ length: ACTIVATION_CODE_LENGTH - 1 }, () =>
    ACTIVATION_CODE_ALPHABET.charAt(randomInt(ACTIVATION_CODE_ALPHABET.length)),
  ).join('');
  return body + activationCodeCheckCharacter(body);
}
