import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Compiler, initSync } from '@virustotal/yara-x';
import { answerFrames } from '#platform/isolated/answer-frames.ts';

// Runs in an isolated process: says what YARA-X makes of a rule, without trying it on anything.

const packageFile = createRequire(import.meta.url).resolve('@virustotal/yara-x/package.json');
initSync({ module: readFileSync(join(dirname(packageFile), 'pkg', 'yara_x_js_bg.wasm')) });

await answerFrames(({ words }) => {
  const compiler = new Compiler();
  let said: string | null = null;
  try {
    compiler.addSource(String(words['rule']));
    said = compiler.warnings[0] ?? null;
  } catch (error) {
    said = String(error);
  } finally {
    compiler.free();
  }
  return { words: { said }, bytes: Buffer.alloc(0) };
});
