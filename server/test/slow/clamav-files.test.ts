import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Signature } from '@companyaccount/contract/definitions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildContainer, type ContainerFile } from '#features/definitions/build-container.ts';
import { allowedFileLine, listText, signatureLine, yaraLabelOf } from '#features/definitions/clamav-lines.ts';

// What Debian's own scanner makes of the files: harmless samples, made here.
const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-clamav-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sample = (text: string) => Buffer.from(`A harmless sample: ${text}. ${'It does nothing at all. '.repeat(8)}`);
const numbered = (n: number) => Buffer.from(`The harmless file of number ${n}.`);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const containerFile = (name: string, lines: readonly string[]): ContainerFile => {
  const content = Buffer.from(`${lines.join('\n')}\n`);
  return { name, bytes: content.length, content: () => [content] };
};

/** The names that clamscan reports, in the order of the files; null for one it finds nothing in. */
async function scan(databases: readonly string[], files: readonly string[]): Promise<(string | null)[]> {
  const args = ['--no-summary', '--stdout', ...databases.flatMap((one) => ['-d', one]), ...files];
  const { stdout } = await run('clamscan', args).catch((error: { code: number; stdout: string }) => {
    if (error.code !== 1) throw error;
    return error;
  });
  expect(stdout).not.toMatch(/LibClamAV (?:Warning|Error)/u);
  return files.map((file) => {
    const line = stdout.split('\n').find((one) => one.startsWith(`${file}:`)) ?? '';
    return / (\S+) FOUND$/u.exec(line)?.[1] ?? null;
  });
}

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('the files for ClamAV', () => {
  const byHash = sample('by hash');
  const byPattern = sample('by pattern');
  const byLogic = sample('by logic');
  const byRule = sample('by rule');
  const clean = sample('clean');
  const signatures: Record<string, Signature> = {
    'Trojan.Any.ByHash.a': { format: 'hash', sha256: sha256(byHash), size: byHash.length },
    'Trojan.Any.ByPattern.a': {
      format: 'pattern',
      target: 'any',
      offset: '*',
      pattern: Buffer.from('sample: by pattern').toString('hex'),
    },
    'Trojan.Any.ByLogic.a': {
      format: 'logical',
      target: 'any',
      expression: '0&1',
      patterns: [Buffer.from('A harmless').toString('hex'), Buffer.from('by logic. It').toString('hex')],
    },
    'Trojan.Any.ByRule.a': { format: 'yara', body: 'strings:\n $a = "sample: by rule"\ncondition:\n $a' },
  };
  const lines = Object.entries(signatures).map(([name, signature], at) =>
    signatureLine({ name, serial: at + 1, revision: 0 }, signature),
  );
  const of = (file: string) => lines.filter((one) => one.file === file).map(({ line }) => line);
  let container: string;
  let rules: string;
  let samples: string[];

  beforeAll(async () => {
    container = join(folder, 'vendor-current.cud');
    await buildContainer(
      container,
      ['hsb', 'ndb', 'ldb'].map((ending) => containerFile(`vendor.${ending}`, of(ending))),
      { version: 7, signatures: 3, builder: 'Vendor & Co', at: new Date('2026-11-23T08:15:00Z') },
    );
    rules = await write('vendor.yar', of('yar').join('\n'));
    samples = await Promise.all(
      [byHash, byPattern, byLogic, byRule, clean].map((bytes, at) => write(`sample-${at}`, bytes)),
    );
  });

  it('detect each its own sample under default settings, and nothing else', async () => {
    expect(await scan([container, rules], samples)).toEqual([
      'Trojan.Any.ByHash.a-1-0.UNOFFICIAL',
      'Trojan.Any.ByPattern.a-2-0.UNOFFICIAL',
      'Trojan.Any.ByLogic.a-3-0.UNOFFICIAL',
      `${yaraLabelOf({ name: 'Trojan.Any.ByRule.a', serial: 4, revision: 0 })}.UNOFFICIAL`,
      null,
    ]);
  });

  it('are silent about what is allowed: a file by its hash, a signature by its name', async () => {
    const allowed = await write('vendor.sfp', listText([allowedFileLine(sha256(byPattern), null, 'Allowed-1')]));
    const ignored = await write('vendor.ign2', listText(['Trojan.Any.ByLogic.a-3-0', 'Trojan_Any_ByRule_a_4_0']));
    const nothing = await write('nothing.sfp', listText([]));
    const loose = await Promise.all(
      ['ndb', 'ldb'].map((ending) => write(`loose.${ending}`, `${of(ending).join('\n')}\n`)),
    );
    expect(await scan([allowed, ignored, nothing, ...loose, rules], samples.slice(1, 4))).toEqual([null, null, null]);
  });

  it('say version, number and time to sigtool, which finds the digest right', async () => {
    const { stdout } = await run('sigtool', ['--info', container]);
    expect(stdout).toMatch(/^Version: 7$/mu);
    expect(stdout).toMatch(/^Signatures: 3$/mu);
    expect(stdout).toMatch(/^Builder: Vendor___Co$/mu);
    expect(stdout).toMatch(/^Build time: 23 Nov 2026 08:15 \+0000$/mu);
  });

  it('hold a hundred thousand hashes in a container that is written in parts', async () => {
    const line = (n: number) =>
      `${createHash('sha256').update(numbered(n)).digest('hex')}:*:Trojan.Any.Many.a-${n}-0:73\n`;
    const count = 100_000;
    let bytes = 0;
    for (let n = 0; n < count; n += 1) bytes += line(n).length;
    async function* content() {
      for (let n = 0; n < count; n += 1000) {
        yield Buffer.from(Array.from({ length: Math.min(1000, count - n) }, (_, at) => line(n + at)).join(''));
      }
    }
    const path = join(folder, 'many.cud');
    await buildContainer(path, [{ name: 'many.hsb', bytes, content }], {
      version: 1,
      signatures: count,
      builder: 'vendor',
      at: new Date(),
    });
    expect((await stat(path)).size).toBeGreaterThan(1_000_000);
    const found = await write('found', numbered(77_777));
    expect(await scan([path], [found])).toEqual(['Trojan.Any.Many.a-77777-0.UNOFFICIAL']);
  });
});
