import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '#platform/log.ts';
import type { RuleSource } from './step-question.ts';

const OWN = fileURLToPath(new URL('rules/', import.meta.url));
/** With every file's name, still few enough words for one question to an isolated process. */
const TEXT_MAX = 800_000;

export interface Rules {
  sources: RuleSource[];
  /** SHA-256 of them all, in hex. */
  digest: string;
}

/** The YARA rules as they were at the first call. */
export function keepRules(folder: string | null, log: Pick<Log, 'error'>): () => Promise<Rules> {
  let rules: Promise<Rules> | undefined;
  const read = async () => {
    const sources = await findRules(folder, log);
    return { sources, digest: createHash('sha256').update(JSON.stringify(sources)).digest('hex') };
  };
  return () => (rules ??= read());
}

/** The YARA rules of the program and, below `folder`, of the operator: every file that ends in `.yar` or `.yara`. */
async function findRules(folder: string | null, log: Pick<Log, 'error'>): Promise<RuleSource[]> {
  const sources: RuleSource[] = [];
  let left = TEXT_MAX;
  for (const place of folder === null ? [OWN] : [OWN, folder]) {
    const names = (await readdir(place)).filter((name) => /\.yara?$/u.test(name)).toSorted();
    for (const name of names) {
      const text = await readFile(join(place, name), 'utf8');
      left -= text.length;
      if (left < 0)
        log.error({ file: name }, 'the YARA rules are too long in all; this file and those after it are left out');
      if (left < 0) return sources;
      sources.push({ name, text });
    }
  }
  return sources;
}
