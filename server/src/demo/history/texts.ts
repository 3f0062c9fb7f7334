import type { Chance } from './chance.ts';
import type { Phrases } from './phrases.ts';

const OSES = ['Windows 11', 'Windows Server 2025', 'Windows 10', 'Debian 12', 'Ubuntu 24.04', 'macOS 15', 'RHEL 9'];
const SITES = ['ber', 'msk', 'par', 'mad', 'tyo', 'nyc', 'spb', 'ham', 'lyo', 'osa', 'lon', 'rio'];
const ROLES = ['dc', 'fs', 'mx', 'web', 'sql', 'ws', 'term', 'print', 'bck'];
const FOLDERS = ['D:\\Backup', 'C:\\ProgramData\\Northlight\\Logs', '/var/log/nlgateway', '/srv/share', 'E:\\Builds'];
const START = ['br', 'k', 'str', 'v', 'n', 'pl', 'dr', 'm', 't', 'gl', 'z', 'sk', 'f', 'r', 'h'];
const HEART = ['a', 'e', 'i', 'o', 'u', 'au', 'ei', 'io'];
const END = ['n', 'x', 'rt', 'l', 'nd', 'st', 'k', 'm', 'rg', 's'];

/** A word nobody has heard of; about a million of them, so that each is rare. */
function rareWord({ pick, between }: Chance): string {
  const syllables = Array.from({ length: between(2, 3) }, () => pick(START) + pick(HEART));
  return syllables.join('') + pick(END);
}

/** Fills the places of a sentence. */
export function fill(sentence: string, chance: Chance, product: { name: string; version: string }): string {
  const values: Record<string, () => string> = {
    product: () => product.name,
    version: () => product.version,
    os: () => chance.pick(OSES),
    error: () => `0x8007${chance.between(0, 0xffff).toString(16).padStart(4, '0')}`,
    host: () => `${chance.pick(SITES)}-${chance.pick(ROLES)}-${String(chance.between(1, 400)).padStart(3, '0')}`,
    path: () => chance.pick(FOLDERS),
    count: () => String(chance.between(2, 900)),
    word: () => rareWord(chance),
  };
  return sentence.replaceAll(/\{(\w+)\}/gu, (_whole, name: string) => values[name]?.() ?? '');
}

type Part = Exclude<keyof Phrases, 'subjects'>;

/** A text of these parts, each sentence filled. */
export const write = (
  phrases: Phrases,
  parts: readonly Part[],
  chance: Chance,
  product: { name: string; version: string },
): string => parts.map((part) => fill(chance.pick(phrases[part]), chance, product)).join(' ');
