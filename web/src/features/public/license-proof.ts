import { KEY_FILE_MAX, normalizeActivationCode } from '@companyaccount/contract';

/** A key file that was chosen, or, with no name, its pasted text. */
export interface KeyFileChoice {
  name: string | null;
  text: string;
}

/** What a person has given to show that they hold a license; what the other way holds is kept. */
export interface LicenseProof {
  way: 'activationCode' | 'keyFile';
  activationCode: string;
  keyFile: KeyFileChoice | null;
}

export const NO_PROOF: LicenseProof = { way: 'activationCode', activationCode: '', keyFile: null };

const BEGIN = '-----BEGIN LICENSE KEY-----';
const END = '-----END LICENSE KEY-----';

/**
 * The text of a key file as it was issued. Mail programs and editors put other line ends and lines around it; a product
 * would refuse such a file, but here it only has to tell which license it is.
 */
export function tidyKeyFile(text: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) return text;
  const lines = text.slice(from, to + END.length).split('\n');
  return `${lines.map((line) => line.trim()).join('\n')}\n`;
}

/** Whether a text has the form of a key file, so far as that can be seen without its keys. */
export const looksLikeKeyFile = (text: string): boolean =>
  text.startsWith(`${BEGIN}\n`) && text.endsWith(`\n${END}\n`) && text.length <= KEY_FILE_MAX;

/** What is sent of a proof: only the way chosen. */
export const proofBody = ({ way, activationCode, keyFile }: LicenseProof) =>
  way === 'activationCode'
    ? { activationCode: normalizeActivationCode(activationCode) }
    : { keyFile: tidyKeyFile(keyFile?.text ?? '') };
