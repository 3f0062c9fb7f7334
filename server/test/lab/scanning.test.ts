import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClamd } from '#platform/clamd.fixture.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { peFile, zip } from './hostile-files.ts';
import { objectsOf, submit } from './lab-calls.ts';

const ANNA = 'anna@acme.example';
const MIB = 1024 ** 2;
let test: TestApp;
let clamd: Server;
let folder: string;
let clamdUp = true;
beforeAll(async () => {
  clamd = fakeClamd((bytes) => {
    if (!clamdUp) return 'nothing of use';
    return bytes.includes('known as bad') ? 'stream: Test.Harmless-1.UNOFFICIAL FOUND' : 'stream: OK';
  });
  await new Promise<void>((resolve) => clamd.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-rules-'));
  await writeFile(
    join(folder, 'own.yar'),
    `rule Own_rule { strings: $a = "marked by us" condition: $a }
     rule Slow_rule { strings: $a = "slow, please" condition: $a and for all i in (0..4000000000) : (i >= 0) }`,
  );
  await writeFile(join(folder, 'broken.yar'), 'rule Broken {');
  await writeFile(join(folder, 'notes.txt'), 'rule Not_a_rule_file {');
  test = await startTestApp({
    config: {
      labRules: folder,
      clamd: { place: { host: '127.0.0.1', port: (clamd.address() as AddressInfo).port }, maxBytes: MIB },
      lab: {
        fileBytes: 8 * MIB,
        unpackedBytes: 8 * MIB,
        unpackedFiles: 50,
        depth: 5,
        stepMilliseconds: 5000,
        memoryBytes: 1024 * MIB,
        processes: 1,
      },
    },
  });
});
afterAll(async () => {
  await test.close();
  clamd.close();
  await rm(folder, { recursive: true });
});

async function stepsOf(bytes: Buffer, app = test) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { analysis } = await (await app.as('analyst@vendor.example')).getSample({ params: { sha256 } });
  return Object.fromEntries((analysis?.steps ?? []).map((one) => [one.step, one]));
}
const named = (kind: string, name: string | null) => expect.objectContaining({ kind, name });
async function outcomeOf(bytes: Buffer) {
  const id = await submit(test, ANNA, { 'some.bin': bytes });
  await test.runJobs();
  return (await objectsOf(test, ANNA, id))[0];
}

describe('ClamAV', () => {
  it('names what it finds, in a file and in files within it; the sender reads the name', async () => {
    const bad = Buffer.from('this is known as bad');
    expect(await outcomeOf(bad)).toMatchObject({ outcome: 'detected', detection: 'Test.Harmless-1.UNOFFICIAL' });
    const wrapped = zip({ 'a/b.bin': bad, 'c.txt': 'harmless' });
    expect(await outcomeOf(wrapped)).toMatchObject({ outcome: 'detected', detection: 'Test.Harmless-1.UNOFFICIAL' });
    expect((await stepsOf(bad))['clamav']?.findings).toEqual([named('detected', 'Test.Harmless-1.UNOFFICIAL')]);
    expect(await outcomeOf(Buffer.from('harmless'))).toMatchObject({ outcome: 'nothing_found', detection: null });
  });

  it('is not asked about what is too large for it, and that is never nothing', async () => {
    const large = Buffer.alloc(MIB + 1, 'large ');
    expect(await outcomeOf(large)).toMatchObject({ outcome: 'for_analyst', detection: null });
    expect((await stepsOf(large))['clamav']?.findings).toEqual([named('limit_reached', 'scanner_size')]);
  });

  it('that does not answer fails its step, and the others go on', async () => {
    clamdUp = false;
    const bytes = Buffer.from('while the scanner is down');
    expect(await outcomeOf(bytes)).toMatchObject({ outcome: 'for_analyst' });
    const steps = await stepsOf(bytes);
    expect(steps['clamav']).toMatchObject({ state: 'failed', findings: [named('scanner_unavailable', null)] });
    expect(steps['unpack']).toMatchObject({ state: 'done' });
    clamdUp = true;
  });
});

it('without ClamAV a file goes to an analyst, who is told why', async () => {
  const bare = await startTestApp();
  try {
    const bytes = Buffer.from('nobody scans this');
    const id = await submit(bare, ANNA, { 'some.bin': bytes });
    await bare.runJobs();
    expect(await objectsOf(bare, ANNA, id)).toMatchObject([{ outcome: 'for_analyst' }]);
    expect((await stepsOf(bytes, bare))['clamav']?.findings).toEqual([named('no_scanner', null)]);
  } finally {
    await bare.close();
  }
});

describe('YARA rules', () => {
  it('of the program and of the operator are tried; a file of them that is broken is named', async () => {
    const bytes = Buffer.concat([peFile(), Buffer.from('UPX0 UPX1 UPX! and marked by us')]);
    await outcomeOf(bytes);
    const found = (await stepsOf(bytes))['rules']?.findings ?? [];
    expect(found).toEqual([
      named('rules_broken', 'broken.yar'),
      named('rule_matched', 'UPX_packed'),
      named('rule_matched', 'Own_rule'),
    ]);
  });

  it('that would take for ever are ended, and the next sample is tried as ever', async () => {
    const slow = Buffer.from('slow, please');
    expect(await outcomeOf(slow)).toMatchObject({ outcome: 'for_analyst' });
    expect((await stepsOf(slow))['rules']).toMatchObject({
      state: 'failed',
      findings: [named('limit_reached', 'time')],
    });
    const next = Buffer.from('marked by us');
    await outcomeOf(next);
    expect((await stepsOf(next))['rules']?.findings).toContainEqual(named('rule_matched', 'Own_rule'));
  });
});
