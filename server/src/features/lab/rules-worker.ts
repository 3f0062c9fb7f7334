import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Finding } from '@companyaccount/contract/lab';
import { Compiler, initSync, Scanner } from '@virustotal/yara-x';
import { answerFrames } from '#platform/isolated/answer-frames.ts';
import { finding, FINDINGS_MAX } from './finding.ts';
import type { RuleSource } from './step-question.ts';

// Runs in an isolated process: YARA rules are tried on samples here and nowhere else. A rule may take for ever, and the
// library's own time limit does not stop every one: whoever asked ends the process.

const MATCHES_MAX = 10;
const packageFile = createRequire(import.meta.url).resolve('@virustotal/yara-x/package.json');
initSync({ module: readFileSync(join(dirname(packageFile), 'pkg', 'yara_x_js_bg.wasm')) });

let compiled: { from: string; scanner: Scanner; broken: Finding[] } | null = null;

/** Tried in a compiler of its own, because one that has met an error builds nothing any more. */
function isValid(text: string): boolean {
  const compiler = new Compiler();
  try {
    compiler.addSource(text);
    return true;
  } catch {
    return false;
  } finally {
    compiler.free();
  }
}

/** A scanner with these rules; files that do not compile are left out, and named. */
function compile(sources: readonly RuleSource[]) {
  const from = JSON.stringify(sources);
  if (compiled?.from === from) return compiled;
  const compiler = new Compiler();
  const broken: Finding[] = [];
  for (const { name, text } of sources) {
    if (isValid(text)) {
      compiler.newNamespace(name);
      compiler.addSource(text);
    } else broken.push(finding('rules_broken', { name }));
  }
  const scanner = new Scanner(compiler.build());
  scanner.setMaxMatchesPerPattern(MATCHES_MAX);
  compiled = { from, scanner, broken };
  return compiled;
}

await answerFrames(({ words, bytes }) => {
  const { scanner, broken } = compile(words['sources'] as RuleSource[]);
  const { matches } = scanner.scan(bytes) as { matches: { identifier: string; isPrivate: boolean }[] };
  const matched = matches
    .filter(({ isPrivate }) => !isPrivate)
    .map(({ identifier }) => finding('rule_matched', { name: identifier }));
  return { words: { findings: [...broken, ...matched].slice(0, FINDINGS_MAX) }, bytes: Buffer.alloc(0) };
});
