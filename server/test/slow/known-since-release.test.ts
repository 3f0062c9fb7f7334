import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  approvedDetection,
  hexOf,
  newHashList,
  newName,
  patternSignature,
  releaseNow,
  sha256Of,
} from '../definitions/definition-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { lockedZip } from '../lab/hostile-files.ts';
import { objectsOf, submit } from '../lab/lab-calls.ts';
import { type QuietScanner, startQuietScanner } from '../lab/quiet-scanner.ts';

// What the definitions that are out say of a file that comes in, asked of Debian's own clamscan.
const CLARA = 'clara@globex.example';
let test: TestApp;
let scanner: QuietScanner;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-known-'));
  scanner = await startQuietScanner();
  test = await startTestApp({
    config: {
      clamd: scanner.clamd,
      definitions: {
        singleAnalyst: false,
        name: 'vendor',
        clamscan: 'clamscan',
        cleanFolders: [],
        scratchDir: join(folder, 'scratch'),
      },
    },
  });
});
afterAll(async () => {
  await test.close();
  scanner.close();
  await rm(folder, { recursive: true, force: true });
});

const fileOf = (word: string, more = '') =>
  Buffer.from(`A harmless sample, ${word}. ${'It does nothing at all. '.repeat(8)}${more}`);
async function outcomeOf(name: string, bytes: Buffer) {
  const id = await submit(test, CLARA, { [name]: bytes });
  await test.runJobs();
  return (await objectsOf(test, CLARA, id))[0];
}

it.each([
  ['a byte pattern', (word: string) => patternSignature(hexOf(`sample, ${word}.`))],
  [
    'a YARA rule',
    (word: string) => ({ format: 'yara', body: `strings:\n  $a = "sample, ${word}."\ncondition:\n  $a` }) as const,
  ],
])(
  'a file that %s of a release hits is told with its name and number, until it is withdrawn',
  async (kind, signature) => {
    const word = kind.replaceAll(' ', '-');
    const bytes = fileOf(word);
    expect(await outcomeOf('before.bin', bytes)).toMatchObject({ outcome: 'nothing_found', release: null });
    const detection = await approvedDetection(test, {
      name: newName(),
      signatures: [signature(word)],
      samples: [sha256Of(bytes)],
    });
    const { release } = await releaseNow(test);
    expect(release.report.failures).toEqual([]);
    const known = { outcome: 'detected', detection: detection.name, release: release.number };
    expect(await outcomeOf('after.bin', bytes), 'the same file again').toMatchObject(known);
    const analyst = await test.as('analyst@vendor.example');
    const sample = await analyst.getSample({ params: { sha256: sha256Of(bytes) } });
    expect(sample.detections).toEqual([
      { id: detection.id, kind: 'detection', name: detection.name, release: release.number },
    ]);
    expect(await outcomeOf('other.bin', fileOf(word, 'and more')), 'another file').toMatchObject(known);
    const wrapped = await lockedZip({ 'inner.bin': fileOf(word, 'and something else') }, 'infected');
    expect(await outcomeOf('locked.zip', wrapped), 'within an archive').toMatchObject(known);

    const { id, version } = await analyst.getDetection({ params: { id: detection.id } });
    await analyst.withdrawDetection({ params: { id }, version, body: { reason: 'It hits a clean file.' } });
    await releaseNow(test);
    expect(await outcomeOf('after.bin', bytes), 'withdrawn').toMatchObject({ outcome: 'nothing_found', release: null });
  },
);

it('a file whose hash is on an imported list is told with the name of the list and the release', async () => {
  const bytes = fileOf('listed');
  const list = await newHashList(test, { file: sha256Of(bytes), approved: true });
  const { release } = await releaseNow(test);
  const known = { outcome: 'detected', detection: list.name, release: release.number };
  expect(await outcomeOf('listed.bin', bytes)).toMatchObject(known);
  const analyst = await test.as('analyst@vendor.example');
  const sample = await analyst.getSample({ params: { sha256: sha256Of(bytes) } });
  expect(sample.detections).toEqual([{ id: list.id, kind: 'hash_list', name: list.name, release: release.number }]);
});
