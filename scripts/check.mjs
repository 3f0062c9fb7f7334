// npm run check: everything about the sources that can be said without running them. What failed is repeated at the
// end, so the cause stands in the last lines. Names of parts as arguments run only those.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { ensureInstalled, pinnedNode, root } from './ensure.mjs';

const SHOWN_LINES = 20;

const bin = (path) => `node_modules/${path}`;
const types = (folder) => [bin('typescript7/bin/tsc'), '--pretty', 'false', '-p', folder];
const parts = {
  lint: [bin('oxlint/bin/oxlint'), '--type-aware', '--format=unix', '--deny-warnings'],
  'types of the server': types('server'),
  'types of the web': types('web'),
  'database types': ['scripts/db-types.ts', '--check'],
  'dead code': [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'],
  boundaries: ['scripts/check-boundaries.mjs'],
  'types of the contract': types('contract'),
  'types of the tools': types('.'),
  format: [bin('oxfmt/bin/oxfmt'), '--check'],
  openapi: ['scripts/openapi.ts', '--check'],
  translations: ['scripts/check-i18n.mjs'],
  docs: ['scripts/check-docs.mjs'],
  'lock file': ['scripts/complete-lock.mjs', '--check'],
};

await ensureInstalled();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

const begun = Date.now();
const queue = Object.entries(parts).filter(([name]) => asked.length === 0 || asked.includes(name));
const failed = [];
const workers = Math.max(2, Math.min(4, availableParallelism()));
await Promise.all(Array.from({ length: workers }, work));
report();

async function work() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, args] = next;
    const started = Date.now();
    const { code, output } = await capture(args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (code !== 0) failed.push({ name, code, output });
  }
}

function capture(args) {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
    const child = spawn(pinnedNode(), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => resolve({ code: 1, output: String(error) }));
    child.once('close', (code) => resolve({ code: code ?? 128, output }));
  });
}

function report() {
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  for (const { name, code, output } of failed) {
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    console.log(`\n${name} failed (exit code ${code}):`);
    for (const line of lines.slice(0, SHOWN_LINES)) console.log(`  ${line}`);
    if (lines.length > SHOWN_LINES)
      console.log(`  … ${lines.length - SHOWN_LINES} more lines: npm run check -- "${name}"`);
  }
  const names = failed.map(({ name }) => name).join(', ');
  console.log(failed.length === 0 ? `\nAll is well (${seconds} s).` : `\nFailed after ${seconds} s: ${names}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
