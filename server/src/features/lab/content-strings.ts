import type { Finding, INDICATORS } from '@companyaccount/contract/lab';
import type { SampleIndicator } from '@companyaccount/contract/samples';
import { finding, tidyText } from './finding.ts';

/** Characters that look like chance in shorter runs. */
export const RUN_MIN = 5;
/** A run is looked at in pieces of this length. */
export const RUN_MAX = 4096;

const PATTERNS: Record<(typeof INDICATORS)[number], RegExp> = {
  url: /\b(?:https?|ftp):\/\/[\w.-]{3,}/giu,
  ip_address: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/gu,
  // From its middle, so that long runs without any are passed over quickly.
  email: /(?<=[\w+-])@[\w-]{1,63}(?:\.[\w-]{2,63})+/gu,
  registry_key: /\b(?:HKEY_[A-Z_]+|HKLM|HKCU)\\|CurrentVersion\\Run/giu,
  shell_command: /\b(?:powershell|cmd\.exe|wscript|cscript|mshta|rundll32|regsvr32|certutil|bitsadmin)\b/giu,
};

export interface Run {
  /** Where it begins. */
  at: number;
  /** Two bytes a character. */
  wide: boolean;
  text: string;
}

/** The runs of readable characters: of one byte each, then of two each, at even places and at odd ones. */
export function* runsOf(bytes: Buffer, min = RUN_MIN): Generator<Run> {
  for (const [step, first] of [
    [1, 0],
    [2, 0],
    [2, 1],
  ] as const) {
    const cut = (from: number, to: number): Run => ({
      at: from,
      wide: step === 2,
      text: bytes.toString(step === 1 ? 'latin1' : 'utf16le', from, to),
    });
    let begin = -1;
    let at: number = first;
    for (; at + step <= bytes.length; at += step) {
      const byte = bytes[at] ?? 0;
      const readable = byte >= 32 && byte < 127 && (step === 1 || bytes[at + 1] === 0);
      if (readable && begin === -1) begin = at;
      if (begin === -1) continue;
      const long = at - begin >= RUN_MAX * step;
      if (readable && !long) continue;
      if (at - begin >= min * step) yield cut(begin, at);
      begin = readable ? at : -1;
    }
    if (begin !== -1 && at - begin >= min * step) yield cut(begin, at);
  }
}

/** How many readable texts there are, and how many of them point somewhere. The texts themselves are never kept. */
export function stringFindings(bytes: Buffer): Finding[] {
  let runs = 0;
  const found = new Map<string, number>();
  for (const { text } of runsOf(bytes)) {
    runs += 1;
    for (const [name, pattern] of Object.entries(PATTERNS)) {
      const hits = text.match(pattern)?.length ?? 0;
      if (hits > 0) found.set(name, (found.get(name) ?? 0) + hits);
    }
  }
  return [
    finding('strings', { count: runs }),
    ...Array.from(found, ([name, count]) => finding('indicator', { name, count })),
  ];
}

const ENDINGS =
  'com|net|org|info|biz|ru|su|ua|cn|top|xyz|io|cc|tk|pw|onion|de|uk|eu|br|in|us|ws|site|online|club|live|shop|example';
/** The whole of what points somewhere; each begins with something that is rare, and has a bounded length. */
const VALUES: Record<SampleIndicator['sort'], RegExp> = {
  url: /\b(?:https?|ftp):\/\/[^\s"'<>\\^`{|}]{3,300}/giu,
  email: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}/gu,
  ip_address: PATTERNS.ip_address,
  domain: new RegExp(`(?<![\\w.@/-])(?:[a-z0-9-]{1,63}\\.){1,5}(?:${ENDINGS})(?![\\w.-])`, 'giu'),
  registry_key: /\b(?:HKEY_[A-Z_]{5,30}|HKLM|HKCU)\\[^"<>|\r\n]{1,200}|\bSoftware\\Microsoft\\[^"<>|\r\n]{1,200}/giu,
  path: /\b[A-Za-z]:\\[^"<>|*?\r\n]{2,200}|(?<![\w/])\/(?:etc|tmp|usr|var|bin|opt|home|root|proc|dev)\/[\w./+-]{1,200}|%(?:APPDATA|TEMP|TMP|PROGRAMDATA|USERPROFILE|WINDIR|SYSTEMROOT)%[^"<>|*?\r\n]{0,200}/giu,
  hash: /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])/giu,
  shell_command: PATTERNS.shell_command,
};
const VALUE_MAX = 300;
const OF_ONE_SORT_MAX = 60;

/** Written so that nobody comes to it by pressing on it, and no program takes it for an address. */
export const defang = (value: string): string =>
  value.replace(/^http/iu, 'hxxp').replace(/^ftp:/iu, 'fxp:').replaceAll('.', '[.]').replaceAll('@', '[@]');

const DEFANGED = new Set<SampleIndicator['sort']>(['url', 'email', 'ip_address', 'domain']);

/** Where a file points to, each place once, with the text that it stands in. */
export function indicatorsOf(bytes: Buffer): SampleIndicator[] {
  const found = new Map<string, SampleIndicator>();
  const counts = new Map<string, number>();
  for (const { text, at } of runsOf(bytes)) {
    for (const [sort, pattern] of Object.entries(VALUES) as [SampleIndicator['sort'], RegExp][]) {
      if ((counts.get(sort) ?? 0) >= OF_ONE_SORT_MAX) continue;
      for (const [hit] of text.matchAll(pattern)) {
        const plain = tidyText(hit, VALUE_MAX);
        const key = `${sort} ${plain.toLowerCase()}`;
        if (found.has(key)) continue;
        found.set(key, { sort, value: DEFANGED.has(sort) ? defang(plain) : plain, offset: at });
        counts.set(sort, (counts.get(sort) ?? 0) + 1);
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.sort.localeCompare(b.sort) || a.offset - b.offset);
}
