import type { Signature } from '@companyaccount/contract/definitions';
import { yaraNameOf } from './detection-name.ts';
import { TARGETS } from './signature.ts';

/** The oldest engine that reads sizeless hashes and everything else used here: ClamAV 0.102. */
const ENGINE_MIN = 73;

/** Of which detection a signature is, as scanners report it. */
export interface SignatureLabel {
  /** `Trojan.Win32.Agent.abc` */
  name: string;
  /** Counts all signatures of the installation; unique among them. */
  serial: number;
  /** Rises with each replacement. */
  revision: number;
}

/** The files that a signature may stand in, by their endings. */
export type SignatureFile = 'hsb' | 'ndb' | 'ldb' | 'yar';

export const labelOf = ({ name, serial, revision }: SignatureLabel): string => `${name}-${serial}-${revision}`;

/** A signature as a line of one of ClamAV's files, or as a YARA rule. Format: ClamAV's manual, "Creating signatures". */
export function signatureLine(label: SignatureLabel, signature: Signature): { file: SignatureFile; line: string } {
  const name = labelOf(label);
  switch (signature.format) {
    case 'hash':
      return { file: 'hsb', line: hashLine(signature.sha256, signature.size, label) };
    case 'pattern':
      return {
        file: 'ndb',
        line: `${name}:${TARGETS[signature.target]}:${signature.offset}:${clamavHex(signature.pattern)}`,
      };
    case 'logical': {
      const { target, expression, patterns } = signature;
      const head = `Engine:81-255,Target:${TARGETS[target]}`;
      return { file: 'ldb', line: [name, head, expression, ...patterns.map(clamavHex)].join(';') };
    }
    case 'yara':
      return { file: 'yar', line: yaraRule(label, signature.body) };
  }
}

/** The line of a whole file's hash, in hex. */
export const hashLine = (sha256: string, size: number | null, label: SignatureLabel): string =>
  `${sha256}:${size ?? '*'}:${labelOf(label)}:${ENGINE_MIN}`;

/** Hexadecimal digits in small letters; the letters of boundaries stay large. */
const clamavHex = (pattern: string): string =>
  pattern.toLowerCase().replaceAll(/\(([blw])\)/gu, (_whole, letter: string) => `(${letter.toUpperCase()})`);

/** A rule of its own name around the strings and the condition that an analyst wrote. */
export const yaraRule = ({ name, serial, revision }: SignatureLabel, body: string): string =>
  `rule ${yaraNameOf(name)}_${serial}_${revision} {\n${body.trim()}\n}\n`;

/** What ClamAV calls a rule, without the `.UNOFFICIAL` that it adds. */
export const yaraLabelOf = ({ name, serial, revision }: SignatureLabel): string =>
  `YARA.${yaraNameOf(name)}_${serial}_${revision}`;

/** A line of the list of files that are never reported. */
export const allowedFileLine = (sha256: string, size: number | null, name: string): string =>
  `${sha256}:${size ?? '*'}:${name}:${ENGINE_MIN}`;

/** Stands where a list is empty: clients take an empty file for an error and keep the old one. */
export const EMPTY_LIST = '# nothing\n';

/** The text of a list of lines. */
export const listText = (lines: readonly string[]): string =>
  lines.length === 0 ? EMPTY_LIST : `${lines.join('\n')}\n`;
