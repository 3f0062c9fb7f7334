import type { Finding, INDICATORS } from '@companyaccount/contract/lab';
import { finding } from './finding.ts';

/** Characters that look like chance in shorter runs. */
const RUN_MIN = 5;
/** A run is looked at in pieces of this length. */
const RUN_MAX = 4096;

const PATTERNS: Record<(typeof INDICATORS)[number], RegExp> = {
  url: /\b(?:https?|ftp):\/\/[\w.-]{3,}/giu,
  ip_address: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/gu,
  // From its middle, so that long runs without any are passed over quickly.
  email: /(?<=[\w+-])@[\w-]{1,63}(?:\.[\w-]{2,63})+/gu,
  registry_key: /\b(?:HKEY_[A-Z_]+|HKLM|HKCU)\\|CurrentVersion\\Run/giu,
  shell_command: /\b(?:powershell|cmd\.exe|wscript|cscript|mshta|rundll32|regsvr32|certutil|bitsadmin)\b/giu,
};

/** The runs of readable characters, of one byte or of two each. */
function* runsOf(bytes: Buffer): Generator<string> {
  for (const step of [1, 2]) {
    let begin = -1;
    for (let at = 0; at + step <= bytes.length; at += step) {
      const byte = bytes[at] ?? 0;
      const readable = byte >= 32 && byte < 127 && (step === 1 || bytes[at + 1] === 0);
      if (readable && begin === -1) begin = at;
      if (begin === -1) continue;
      const long = at - begin >= RUN_MAX * step;
      if (readable && !long) continue;
      if (at - begin >= RUN_MIN * step) yield textOf(bytes, begin, at, step);
      begin = readable ? at : -1;
    }
    if (begin !== -1 && bytes.length - begin >= RUN_MIN * step) yield textOf(bytes, begin, bytes.length, step);
  }
}

const textOf = (bytes: Buffer, from: number, to: number, step: number): string =>
  bytes.toString(step === 1 ? 'latin1' : 'utf16le', from, to);

/** How many readable texts there are, and how many of them point somewhere. The texts themselves are never kept. */
export function stringFindings(bytes: Buffer): Finding[] {
  let runs = 0;
  const found = new Map<string, number>();
  for (const run of runsOf(bytes)) {
    runs += 1;
    for (const [name, pattern] of Object.entries(PATTERNS)) {
      const hits = run.match(pattern)?.length ?? 0;
      if (hits > 0) found.set(name, (found.get(name) ?? 0) + hits);
    }
  }
  return [
    finding('strings', { count: runs }),
    ...Array.from(found, ([name, count]) => finding('indicator', { name, count })),
  ];
}
