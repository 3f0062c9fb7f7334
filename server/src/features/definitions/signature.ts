import {
  type DetectionProblem,
  type FoundProblem,
  LITERAL_MIN,
  type Signature,
  type SignatureTarget,
} from '@companyaccount/contract/definitions';
import { readDetectionName } from './detection-name.ts';

/** What a pattern is looked for in, as ClamAV numbers it. */
export const TARGETS: Record<SignatureTarget, number> = {
  any: 0,
  pe: 1,
  ole2: 2,
  html: 3,
  mail: 4,
  elf: 6,
  text: 7,
  macho: 9,
  pdf: 10,
};

export const HASH_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Different bytes in that row: a row of one byte is padding. */
const DISTINCT_MIN = 3;
const PATTERN_MAX = 4096;
const PATTERNS_MAX = 64;
const YARA_MAX = 32_768;
const YARA_STRINGS_MAX = 64;

const OFFSET = /^(?:\*|\d{1,9}(?:,\d{1,9})?|EOF-\d{1,9}|EP[+-]\d{1,9}|S\d{1,2}\+\d{1,9}|SL\+\d{1,9}|SE\d{1,2})$/u;
const TOKEN =
  /(?<bytes>(?:[0-9a-f]{2})+)|(?<nibbles>\?\?|[0-9a-f]\?|\?[0-9a-f])|\*|\{(?:\d{1,5}|-\d{1,5}|\d{1,5}-(?:\d{1,5})?)\}|\[\d{1,3}-\d{1,3}\]|!?\((?:[0-9a-f]{2})+(?:\|(?:[0-9a-f]{2})+)*\)|!?\([BLW]\)/uy;

/** The rows of fixed bytes of a pattern; null where it is none. */
function literalsOf(pattern: string): string[][] | null {
  const text = pattern
    .toLowerCase()
    .replaceAll(/\(([blw])\)/gu, (_whole, letter: string) => `(${letter.toUpperCase()})`);
  const rows: string[][] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return null;
    if (found.groups?.['bytes'] !== undefined) rows.push(found[0].match(/../gu) ?? []);
    at = TOKEN.lastIndex;
  }
  // It may neither begin nor end with what may be anything.
  if (/^(?:\*|\{|\[)|(?:\*|\}|\])$/u.test(text)) return null;
  return rows;
}

function patternProblem(pattern: string): DetectionProblem | null {
  if (pattern.length > PATTERN_MAX) return 'too_long';
  const rows = literalsOf(pattern);
  if (rows === null || rows.length === 0) return 'pattern_malformed';
  const long = rows.filter((row) => row.length >= LITERAL_MIN);
  if (long.length === 0) return 'pattern_too_short';
  return long.some((row) => new Set(row).size >= DISTINCT_MIN) ? null : 'pattern_too_uniform';
}

/** The numbers of the patterns an expression names; null where it is none. Grammar: ClamAV's logical signatures. */
function namedIn(expression: string): Set<number> | null {
  const tokens = expression.match(/\d+|[&|()]|[=<>]\d+(?:,\d+)?|./gu) ?? [];
  const named = new Set<number>();
  let at = 0;
  const operand = (): boolean => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '(') {
      if (!operands() || tokens[at] !== ')') return false;
      at += 1;
    } else if (/^\d{1,2}$/u.test(token)) named.add(Number(token));
    else return false;
    if (/^[=<>]/u.test(tokens[at] ?? '')) at += 1;
    return true;
  };
  const operands = (): boolean => {
    if (!operand()) return false;
    while (tokens[at] === '&' || tokens[at] === '|') {
      at += 1;
      if (!operand()) return false;
    }
    return true;
  };
  return operands() && at === tokens.length ? named : null;
}

function logicalProblem({ expression, patterns }: Extract<Signature, { format: 'logical' }>): DetectionProblem | null {
  if (patterns.length === 0 || patterns.length > PATTERNS_MAX) return 'too_many_patterns';
  const problem = patterns.map(patternProblem).find((one) => one !== null);
  if (problem !== undefined) return problem;
  const named = expression.length > 500 ? null : namedIn(expression);
  if (named === null) return 'expression_malformed';
  const all = patterns.every((_pattern, at) => named.has(at));
  return all && named.size === patterns.length ? null : 'expression_incomplete';
}

/** ClamAV runs YARA rules without modules, without rules that others depend on, and with few strings. */
function yaraProblem(body: string): DetectionProblem | null {
  if (body.length > YARA_MAX) return 'too_long';
  // Strings, regular expressions and comments may hold anything.
  const bare = body.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\{[0-9a-fA-F?\s()|[\]~-]*\}/gu, ' ');
  if (!/(?:^|\s)condition\s*:/u.test(bare)) return 'yara_no_condition';
  if (/(?:^|\s)(?:import|include|rule|global|private)\s/u.test(bare) || /[{}]/u.test(bare)) return 'yara_not_supported';
  const strings = body.match(/^\s*\$\w*\s*=/gmu) ?? [];
  return strings.length > YARA_STRINGS_MAX ? 'yara_too_many_strings' : null;
}

/** What is wrong with a signature as it stands, before any scanner has seen it; null where nothing is. */
export function signatureProblem(signature: Signature): DetectionProblem | null {
  switch (signature.format) {
    case 'hash':
      if (!/^[0-9a-f]{64}$/u.test(signature.sha256)) return 'hash_malformed';
      return signature.sha256 === HASH_OF_NOTHING || signature.size === 0 ? 'hash_of_nothing' : null;
    case 'pattern':
      return OFFSET.test(signature.offset) ? patternProblem(signature.pattern) : 'offset_malformed';
    case 'logical':
      return logicalProblem(signature);
    case 'yara':
      return yaraProblem(signature.body);
  }
}

/**
 * Everything about a detection that would keep it from being approved. Files cannot be recognised by anything but their
 * hash without a sample to try it on.
 */
export function detectionProblems({
  name,
  signatures,
  samples,
}: {
  name: string;
  signatures: readonly Signature[];
  samples: readonly string[];
}): FoundProblem[] {
  const found: FoundProblem[] = [];
  const add = (pointer: string, problem: DetectionProblem | null) => {
    if (problem !== null) found.push({ pointer, problem });
  };
  add('/name', readDetectionName(name) === null ? 'name_malformed' : null);
  add('/signatures', signatures.length === 0 ? 'no_signatures' : null);
  const seen = new Set<string>();
  for (const [at, signature] of signatures.entries()) {
    const content = JSON.stringify(signature);
    add(`/signatures/${at}`, seen.has(content) ? 'signature_twice' : signatureProblem(signature));
    seen.add(content);
  }
  const needsSample = signatures.some(({ format }) => format !== 'hash');
  add('/samples', needsSample && samples.length === 0 ? 'no_samples' : null);
  return found;
}
