// Archive bombs, nested archives, and files that break parsers: each ends in a finding within its bounds, and nothing
// beside them waits for long (CVE-2019-9674, CVE-2023-39137, and what analysts' tools fall to).
import { randomBytes } from 'node:crypto';
import { ANALYSIS_STEPS } from '@companyaccount/contract/lab';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOSTILE, zip } from '../lab/hostile-files.ts';
import { objectsOf, submit } from '../lab/lab-calls.ts';
import { type QuietScanner, startQuietScanner } from '../lab/quiet-scanner.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

const STEPS = ANALYSIS_STEPS.length;
const MIB = 1024 ** 2;
let test: TestApp;
let scanner: QuietScanner;
beforeAll(async () => {
  scanner = await startQuietScanner();
  test = await startTestApp({
    config: {
      clamd: scanner.clamd,
      lab: {
        fileBytes: 8 * MIB,
        unpackedBytes: 24 * MIB,
        unpackedFiles: 50,
        depth: 5,
        stepMilliseconds: 10_000,
        memoryBytes: 512 * MIB,
        processes: 1,
      },
    },
  });
});
afterAll(async () => {
  await test.close();
  scanner.close();
});

/** The findings in everything that a sample contains, and in itself. */
async function findingsOf(sha256: string, seen = new Set<string>()): Promise<{ kind: string; name: string | null }[]> {
  if (seen.has(sha256)) return [];
  seen.add(sha256);
  const sample = await (await test.as('analyst@vendor.example')).getSample({ params: { sha256 } });
  const own = (sample.analysis?.steps ?? []).flatMap(({ findings }) => findings);
  const inner = [];
  for (const one of sample.contains) inner.push(...(await findingsOf(one.sha256, seen)));
  return [...own, ...inner];
}

it('end in findings, while what is harmless beside them is analysed', async () => {
  const names = Object.keys(HOSTILE);
  const hostile: Record<string, Buffer> = {};
  for (const name of names) hostile[name] = (await HOSTILE[name]?.bytes()) ?? Buffer.alloc(0);
  const harmless = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `harmless ${index}.txt`,
      Buffer.from(`A harmless text, number ${index}.`),
    ]),
  );
  const before = process.memoryUsage().rss;
  const bad = await submit(test, 'anna@acme.example', hostile);
  const good = await submit(test, 'clara@globex.example', harmless);
  const begun = performance.now();
  await test.runJobs();
  expect(performance.now() - begun).toBeLessThan(90_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * MIB);

  for (const object of await objectsOf(test, 'clara@globex.example', good)) {
    expect(object, object.name).toMatchObject({ outcome: 'nothing_found', progress: { done: STEPS, total: STEPS } });
  }
  const objects = await objectsOf(test, 'anna@acme.example', bad);
  expect(objects.map(({ name }) => name)).toEqual(names);
  for (const { name, sha256, outcome } of objects) {
    const [kind = '', of] = HOSTILE[name]?.ends ?? [];
    const findings = await findingsOf(sha256 ?? '');
    const wanted = of === undefined ? { kind } : { kind, name: of };
    expect(findings, name).toContainEqual(expect.objectContaining(wanted));
    if (['limit_reached', 'damaged', 'unknown_password'].includes(kind))
      expect(outcome, name).not.toBe('nothing_found');
  }
  const { unpacked } = await test.platform.db
    .selectFrom('app.analyses')
    .select((eb) => eb.fn.max('unpacked_bytes').as('unpacked'))
    .executeTakeFirstOrThrow();
  expect(Number(unpacked)).toBeLessThanOrEqual(24 * MIB);
  const { rows } = await test.platform.database.pool.query(`
    select t.identifier, j.last_error from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'lab.%'`);
  expect(rows).toEqual([]);
}, 120_000);

it('that contain each other in a circle end too', async () => {
  // Two samples that each say to contain the other cannot be made; one that is named within itself can.
  const twice = zip({ 'a.bin': randomBytes(100), 'b.zip': zip({ 'c.txt': 'c' }) });
  const id = await submit(test, 'anna@acme.example', { 'twice.zip': twice, 'again.zip': twice });
  await test.runJobs();
  const outcomes = (await objectsOf(test, 'anna@acme.example', id)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['nothing_found', 'nothing_found']);
  const { count } = await test.platform.db
    .selectFrom('app.samples')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('size', '=', twice.length)
    .executeTakeFirstOrThrow();
  expect(count).toBe(1);
});
