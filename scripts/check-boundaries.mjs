// Runs dependency-cruiser over the three workspaces and prints one line per broken rule. It finds nothing, and
// says so as if all were well, when it cannot read TypeScript: so what it saw is counted.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, root } from './ensure.mjs';

const folders = process.argv.length > 2 ? process.argv.slice(2) : ['contract/src', 'server/src', 'web/src'];
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const config = join(root, '.dependency-cruiser.cjs');
const { stdout, stderr } = spawnSync(pinnedNode(), [cruiser, ...folders, '--config', config, '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 256 * 1024 * 1024,
});

let result;
try {
  result = JSON.parse(stdout);
} catch {
  console.error(`dependency-cruiser gave no answer:\n${stderr || stdout}`);
  process.exit(1);
}

// One wrong import can close hundreds of circles: the rules it breaks come first, and a few circles are enough.
const CIRCLES_SHOWN = 5;
const circular = ({ cycle }) => cycle !== undefined;
const circles = result.summary.violations.filter(circular);
const problems = [
  ...result.summary.violations.filter((violation) => !circular(violation)),
  ...circles.slice(0, CIRCLES_SHOWN),
].map(describe);
if (circles.length > CIRCLES_SHOWN) problems.push(`and ${circles.length - CIRCLES_SHOWN} more circles`);
for (const folder of folders) {
  const seen = result.modules.filter(({ source }) => source.startsWith(`${folder}/`));
  const dependencies = seen.reduce((sum, { dependencies: found }) => sum + found.length, 0);
  console.log(`${folder}: ${seen.length} modules, ${dependencies} imports`);
  if (seen.length === 0 || dependencies === 0) {
    problems.push(`dependency-cruiser saw ${seen.length} modules and ${dependencies} imports in ${folder}`);
  }
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function describe({ rule, from, to, cycle, comment }) {
  const why = comment ?? result.summary.ruleSetUsed?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? '';
  const path =
    cycle === undefined
      ? from === to
        ? from
        : `${from} → ${to}`
      : [from, ...cycle.map(({ name }) => name)].join(' → ');
  return `${rule.name}: ${path} (${why})`;
}
