import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateRawSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginAnalysis } from '#features/lab/analyses-store.ts';
import { keepSample } from '#features/lab/samples-store.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { newId } from '#platform/ids.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { HOSTILE, bomb, zip } from '../lab/hostile-files.ts';
import { objectsOf, submit } from '../lab/lab-calls.ts';

// Hostile files in full size, with the bounds as they are by default, and what is harmless beside them.
const MIB = 1024 ** 2;
const MEMORY = 1024 * MIB;
let test: TestApp;
let rules: string;
beforeAll(async () => {
  rules = await mkdtemp(join(tmpdir(), 'companyaccount-rules-'));
  await writeFile(
    join(rules, 'slow.yar'),
    'rule Slow { strings: $a = "slow, please" condition: $a and for all i in (0..4000000000) : (for all j in (0..4000000000) : (i + j >= 0)) }',
  );
  test = await startTestApp({
    config: {
      labRules: rules,
      lab: {
        fileBytes: 64 * MIB,
        unpackedBytes: 256 * MIB,
        unpackedFiles: 500,
        depth: 8,
        stepMilliseconds: 30_000,
        memoryBytes: MEMORY,
        processes: 1,
      },
    },
  });
});
afterAll(async () => {
  await test.close();
  await rm(rules, { recursive: true });
});

/** A ZIP with more entries than its end can say in two bytes: none of them holds anything. */
function manyEntries(count: number): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  for (let index = 0, at = 0; index < count; index += 1) {
    const name = Buffer.from(String(index));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, name);
    directory.push(entry, name);
    at += local.length + name.length;
  }
  const [files, entries] = [Buffer.concat(locals), Buffer.concat(directory)];
  const wide = Buffer.alloc(56 + 20 + 22);
  wide.writeUInt32LE(0x06064b50);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(entries.length), 40);
  wide.writeBigUInt64LE(BigInt(files.length), 48);
  wide.writeUInt32LE(0x07064b50, 56);
  wide.writeBigUInt64LE(BigInt(files.length + entries.length), 64);
  wide.writeUInt32LE(1, 72);
  wide.writeUInt32LE(0x06054b50, 76);
  wide.fill(0xff, 84, 96);
  return Buffer.concat([files, entries, wide]);
}

/** A ZIP whose directory says a byte where there are `megabytes`. */
function lyingBomb(megabytes: number): Buffer {
  const archive = zip({ 'zeros.bin': Buffer.alloc(1) });
  const packed = deflateRawSync(Buffer.alloc(megabytes * MIB));
  const nameEnd = 30 + 'zeros.bin'.length;
  const begin = archive.subarray(0, nameEnd);
  const directory = archive.subarray(archive.indexOf(Buffer.from('504b0102', 'hex')));
  const shift = nameEnd + packed.length;
  const entry = Buffer.from(directory);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(shift, directory.length - 6);
  const head = Buffer.from(begin);
  head.writeUInt32LE(packed.length, 18);
  for (const [bytes, flags, method] of [
    [head, 6, 8],
    [entry, 8, 10],
  ] as const) {
    bytes.writeUInt16LE(0, flags);
    bytes.writeUInt16LE(8, method);
  }
  return Buffer.concat([head, packed, entry]);
}

const FULL: typeof HOSTILE = {
  ...HOSTILE,
  'bomb within.zip': { bytes: () => bomb(1024), ends: ['limit_reached', 'bytes'] },
  'bomb that lies.zip': { bytes: () => lyingBomb(1024), ends: ['damaged', 'zip'] },
  'bomb.gz': { bytes: () => HOSTILE['bomb.gz']?.bytes() ?? Buffer.alloc(0), ends: ['unpacked'] },
  '100000 entries.zip': { bytes: () => manyEntries(100_000), ends: ['limit_reached', 'files'] },
  'slow rule.bin': { bytes: () => Buffer.from('slow, please'), ends: ['limit_reached', 'time'] },
  'larger than is looked into.bin': { bytes: () => Buffer.alloc(65 * MIB, 7), ends: ['limit_reached', 'file_size'] },
};

/** The most memory that any isolated process is seen with until the work is done. */
async function mostMemory(work: Promise<void>): Promise<{ children: number; own: number }> {
  const most = { children: 0, own: 0 };
  let working = true;
  const watch = async () => {
    while (working) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))) {
        const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
        const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(status)?.[1] ?? 0);
        if (of('PPid') !== process.pid) continue;
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        if (command.includes('--permission')) most.children = Math.max(most.children, of('VmRSS') * 1024);
      }
      most.own = Math.max(most.own, process.memoryUsage().rss);
      await sleep(100);
    }
  };
  const watching = watch();
  await work;
  working = false;
  await watching;
  return most;
}

async function findingsOf(sha256: string, seen = new Set<string>()): Promise<{ kind: string; name: string | null }[]> {
  if (seen.has(sha256)) return [];
  seen.add(sha256);
  const sample = await (await test.as('analyst@vendor.example')).getSample({ params: { sha256 } });
  const inner = [];
  for (const one of sample.contains) inner.push(...(await findingsOf(one.sha256, seen)));
  return [...(sample.analysis?.steps ?? []).flatMap(({ findings }) => findings), ...inner];
}

it('hostile files end in findings within their bounds, and twenty others beside them are done', async () => {
  const files: Record<string, Buffer> = {};
  for (const [name, { bytes }] of Object.entries(FULL)) files[name] = await bytes();
  const harmless = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`harmless ${index}.txt`, Buffer.from(`A harmless text ${index}.`)]),
  );
  const bad = await submit(test, 'anna@acme.example', files);
  const good = await submit(test, 'clara@globex.example', harmless);
  const before = process.memoryUsage().rss;
  const most = await mostMemory(test.runJobs());
  // It is looked at every 50 ms, and a process can take some more between two looks.
  expect(most.children).toBeLessThan(MEMORY * 1.25);
  expect(most.own - before).toBeLessThan(700 * MIB);
  for (const { name, outcome, progress } of await objectsOf(test, 'clara@globex.example', good)) {
    expect(outcome, name).not.toBeNull();
    expect(progress?.done, name).toBe(progress?.total);
  }
  for (const { name, sha256, outcome } of await objectsOf(test, 'anna@acme.example', bad)) {
    const [kind = '', of] = FULL[name]?.ends ?? [];
    const wanted = of === undefined ? { kind } : { kind, name: of };
    expect(await findingsOf(sha256 ?? ''), name).toContainEqual(expect.objectContaining(wanted));
    expect(outcome, name).not.toBeNull();
    if (['limit_reached', 'damaged'].includes(kind)) expect(outcome, name).not.toBe('nothing_found');
  }
}, 600_000);

it('four gigabytes of nothing are hashed, not looked into, and shown by ranges, in little memory', async () => {
  const size = 4 * 1024 * MIB;
  const piece = Buffer.alloc(MIB);
  const whole = createHash('sha256');
  const blobId = newId();
  const { blobs, db } = test.platform;
  await blobs.create(blobId);
  const zeros = (function* () {
    for (let at = 0; at < size; at += piece.length) {
      whole.update(piece);
      yield piece;
    }
  })();
  await blobs.append(blobId, Readable.from(zeros), { at: 0, total: size });
  const sha256 = whole.digest();
  await transact(db, SYSTEM, async (tx) => {
    const { id } = await keepSample(tx, { sha256, size, blobId }, new Date());
    await beginAnalysis(tx, { sampleId: id, rootId: null, depth: 0, password: null }, new Date());
  });
  const params = { sha256: sha256.toString('hex') };
  const analyst = await test.as('analyst@vendor.example');
  const before = process.memoryUsage().rss;
  const most = await mostMemory(
    test.runJobs().then(async () => {
      const end = await analyst.getSampleBytes({ params, query: { offset: size - 16, length: 100 } });
      expect(end).toEqual({ offset: size - 16, size, hex: '0'.repeat(32) });
      expect((await analyst.listSampleStrings({ params, query: { offset: size - 1000 } })).next).toBeNull();
      expect(await analyst.getSampleStructure({ params })).toMatchObject({ unread: 'too_large' });
      expect(await analyst.findInSample({ params, query: { bytes: 'ff' } })).toMatchObject({ offset: null });
    }),
  );
  expect(most.own - before).toBeLessThan(300 * MIB);
  expect(await findingsOf(params.sha256)).toContainEqual(
    expect.objectContaining({ kind: 'limit_reached', name: 'file_size' }),
  );
  await blobs.remove(blobId);
}, 600_000);
