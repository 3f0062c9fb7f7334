// npm test and, with --slow, npm run test:slow. The last line gives the totals of all runners.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureChromium, ensureMailServers, ensurePostgres, ensureScanners } from './debian-packages.mjs';
import { ensureInstalled, ensureWebBuilt, pinnedNode, root, run } from './ensure.mjs';

const slow = process.argv.includes('--slow');
const results = join(root, 'test-results');
const totals = { passed: 0, failed: 0 };
const causes = [];
/** More files than this do not fail by chance. */
const SECOND_TRIES_MAX = 3;

await ensureInstalled();
await ensureWebBuilt();
await ensureChromium();
if (slow) await ensurePostgres();
if (slow) await ensureScanners();
if (slow) await ensureMailServers();
if (!slow) note('the check', (await run(pinnedNode(), ['scripts/check.mjs'])) === 0 ? 0 : 1);
await runVitest();
await runPlaywright();
if (totals.passed + totals.failed === 0) note('finding tests: there were none', 1);
for (const cause of causes) console.log(`Failed: ${cause}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;

async function runVitest() {
  let outcome = await vitest([]);
  const again = outcome.failures.map(({ file }) => file);
  // A second try on a shared machine, never on one's own: what stands before the tests of a file is not tried again by Vitest.
  if (process.env['CI'] !== undefined && again.length > 0 && again.length <= SECOND_TRIES_MAX) {
    const { passed, failed, ...rest } = await vitest(again);
    for (const { file, what } of outcome.failures) console.log(`At the second try: ${file} (${what})`);
    const lost = outcome.failures.reduce((sum, one) => sum + one.passed, 0);
    outcome = { ...rest, passed: outcome.passed - lost + passed, failed };
  }
  add('Vitest', outcome.code, outcome.passed, outcome.failed);
  for (const { file, what } of outcome.failures) causes.push(`${file}: ${what}`);
}

/** Runs these files, or all where none is named. */
async function vitest(files) {
  const report = freshReport('vitest.json');
  // Slow tests start programs of their own and measure them: no more at once than there are processors.
  const projects = slow ? ['--project=slow', '--passWithNoTests', '--maxWorkers=2'] : ['--project=!slow'];
  const code = await run(pinnedNode(), [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...files,
    ...projects,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = readReport(report);
  const failures = testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
      // Without a failed test it was what stands before or after the tests of the file, or it did not even load.
      return {
        file: relative(root, name),
        what: failed.join('; ') || message.split('\n', 1)[0],
        passed: assertionResults.filter(({ status }) => status === 'passed').length,
        isBroken: failed.length === 0,
      };
    });
  const failed = numFailedTests + failures.filter(({ isBroken }) => isBroken).length;
  return { code, passed: numPassedTests, failed, failures };
}

async function runPlaywright() {
  const report = freshReport('playwright.json');
  const project = slow ? ['--project=slow', '--pass-with-no-tests'] : ['--project=normal'];
  const code = await run(
    pinnedNode(),
    ['node_modules/@playwright/test/cli.js', 'test', ...project, '--reporter=line,json'],
    { env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  const { expected = 0, flaky = 0, unexpected = 0 } = readReport(report).stats ?? {};
  if (flaky > 0) console.log(`${flaky} journeys passed only at the second try.`);
  add('Playwright', code, expected + flaky, unexpected);
}

function freshReport(name) {
  mkdirSync(results, { recursive: true });
  const path = join(results, name);
  rmSync(path, { force: true });
  return path;
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

/** A runner that ends badly without naming a failed test (an error outside any test, a crash) counts as one failure. */
function add(runner, code, passed, failed) {
  totals.passed += passed;
  note(`${runner} (exit code ${code})`, code !== 0 && failed === 0 ? 1 : failed);
}

function note(what, failed) {
  totals.failed += failed;
  if (failed > 0) causes.push(what);
}
