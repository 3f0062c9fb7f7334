import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReleaseFailure } from '@companyaccount/contract/releases';
import type { Config } from '#platform/config.ts';
import { IsolatedPool } from '#platform/isolated/isolated-pool.ts';
import { yaraRule } from './clamav-lines.ts';
import type { ComposedDetection } from './releases-store.ts';

const { resolve } = createRequire(import.meta.url);
const DETAIL_MAX = 500;

/**
 * Whether YARA-X takes each rule without a word of complaint, as tools of customers will that fetch the rules without
 * ClamAV. Whatever stops the process over a rule is told of that rule.
 */
export async function verifyYara(
  fresh: readonly ComposedDetection[],
  { memoryBytes, stepMilliseconds }: Config['lab'],
): Promise<ReleaseFailure[]> {
  const pool = new IsolatedPool({
    file: fileURLToPath(new URL('rules-compiler-worker.ts', import.meta.url)),
    readable: [fileURLToPath(new URL('.', import.meta.url)), dirname(resolve('@virustotal/yara-x/package.json'))],
    processes: 1,
    memoryBytes,
    milliseconds: stepMilliseconds,
    answerBytes: 1_000_000,
  });
  const failures: ReleaseFailure[] = [];
  try {
    for (const { detectionId, name, revision, signatures } of fresh) {
      for (const { serial, ...signature } of signatures) {
        if (signature.format !== 'yara') continue;
        const rule = yaraRule({ name, serial, revision }, signature.body);
        const said = await pool.ask({ words: { rule }, bytes: Buffer.alloc(0) }).then(
          ({ words }) => words['said'],
          (error: unknown) => String(error),
        );
        if (typeof said === 'string') {
          failures.push({ check: 'rules', detectionId, name, detail: `YARA-X: ${said.slice(0, DETAIL_MAX)}` });
        }
      }
    }
  } finally {
    pool.close();
  }
  return failures;
}
