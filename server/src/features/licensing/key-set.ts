import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { strToU8, zipSync } from 'fflate';

export interface KeySet {
  serial: string;
  product: string;
  files: readonly { code: string; name: string; text: string }[];
}

const LIST_NAME: Record<InterfaceLanguage, string> = { en: 'What each file fits.txt', ru: 'Что к чему подходит.txt' };
const HEADING: Record<InterfaceLanguage, string> = { en: 'License', ru: 'Лицензия' };

/** The name of a component's key file in the ZIP. */
export const keyFileName = (serial: string, code: string): string =>
  `${serial.replaceAll(/[^\w.-]/gu, '-')}-${code}.key`;

/** What a person gets as the key files of a license: one file per component, and a plain list of what each fits. */
export function zipKeySet({ serial, product, files }: KeySet, language: InterfaceLanguage, now: Date): Uint8Array {
  const named = files.map((file) => ({ ...file, fileName: keyFileName(serial, file.code) }));
  const list = [
    `${HEADING[language]} ${serial}, ${product}`,
    '',
    ...named.map(({ fileName: file, name }) => `${file}: ${name}`),
    '',
  ].join('\r\n');
  const content = Object.fromEntries(named.map(({ fileName: file, text }) => [file, strToU8(text)]));
  // The mark in front tells old editors that the list is UTF-8.
  return zipSync({ ...content, [LIST_NAME[language]]: strToU8(`\u{feff}${list}`) }, { mtime: now });
}
