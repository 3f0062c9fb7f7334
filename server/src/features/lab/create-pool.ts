import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '#platform/config.ts';
import { IsolatedPool } from '#platform/isolated/isolated-pool.ts';

const { resolve } = createRequire(import.meta.url);
/** What the process loads: code, and nothing of this installation. */
const CODE = [
  fileURLToPath(new URL('.', import.meta.url)),
  dirname(dirname(resolve('@companyaccount/contract/lab'))),
  dirname(dirname(resolve('cfb'))),
];

/** A sample is several questions, and a new process takes as long as twenty samples. */
const QUESTIONS = 1000;

/** Isolated processes of the lab, within the bounds of its settings; `entry` is the first file that they load. */
export const createPool = (entry: string, { processes, memoryBytes, stepMilliseconds, fileBytes }: Config['lab']) =>
  new IsolatedPool({
    file: fileURLToPath(new URL(entry, import.meta.url)),
    readable: CODE,
    processes,
    questions: QUESTIONS,
    memoryBytes,
    milliseconds: stepMilliseconds,
    answerBytes: fileBytes,
  });
