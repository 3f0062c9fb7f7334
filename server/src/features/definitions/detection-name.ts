/** `Trojan.Win32.Agent.abc`: what it is, where it runs, its family, and its variant in the family. */
export interface DetectionName {
  type: string;
  platform: string;
  family: string;
  variant: string;
}

/** Longer names are cut short by clients. */
const NAME_MAX = 100;
const PART = /^[A-Za-z][A-Za-z0-9_]{0,31}$/u;
const VARIANT = /^(?:[a-z]{1,4}|gen)$/u;

/** Reads a detection's name; null where it does not follow the scheme. */
export function readDetectionName(text: string): DetectionName | null {
  const [type = '', platform = '', family = '', variant = '', ...more] = text.split('.');
  if (more.length > 0 || text.length > NAME_MAX) return null;
  if (![type, platform, family].every((part) => PART.test(part)) || !VARIANT.test(variant)) return null;
  return { type, platform, family, variant };
}

/** The variant after the last of those taken: a … z, aa, ab, … */
export function nextVariant(taken: readonly string[]): string {
  const value = (variant: string) =>
    Array.from(variant).reduce((sum, letter) => sum * 26 + (letter.charCodeAt(0) - 96), 0);
  const counted = taken.filter((variant) => /^[a-z]{1,4}$/u.test(variant) && variant !== 'gen');
  let next = Math.max(0, ...counted.map(value)) + 1;
  // "gen" stands for the whole family.
  if (next === value('gen')) next += 1;
  let text = '';
  for (; next > 0; next = Math.floor((next - 1) / 26)) text = String.fromCharCode(97 + ((next - 1) % 26)) + text;
  return text;
}

/** The name as YARA allows it: an identifier. */
export const yaraNameOf = (name: string): string => name.replaceAll('.', '_');
