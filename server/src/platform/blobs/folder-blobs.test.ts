import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { BlobConflict, BlobMissing, type BlobStore } from './blob-store.ts';
import { createFolderBlobs } from './folder-blobs.ts';
import { BlobDamaged, RECORD_BYTES, SEGMENT_BYTES } from './segments.ts';

const keyring = createKeyring([randomBytes(32)]);
let folder: string;
let blobs: BlobStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
  blobs = createFolderBlobs(folder, keyring);
});
afterEach(() => rm(folder, { recursive: true }));

const bodyOf = (id: string) => join(folder, id.slice(-2), id);

async function* pieces(bytes: Buffer, sizes: number[]) {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** Writes a finished blob, several bytes over the given number of whole segments. */
async function writeBlob(bytes: Buffer): Promise<string> {
  const id = randomUUID();
  await blobs.create(id);
  await blobs.append(id, pieces(bytes, [65_536]), { at: 0, total: bytes.length });
  return id;
}
const readBlob = async (id: string) => buffer(await blobs.read(id));

// Sizes near the borders of segments are where mistakes live.
const nearBorder = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 }))
  .map(([segments, off]) => Math.max(0, segments * SEGMENT_BYTES + off));
const anySize = fc.oneof(nearBorder, fc.integer({ min: 0, max: 3 * SEGMENT_BYTES }));
const plaintext = randomBytes(3 * SEGMENT_BYTES + 2);

describe('writing', () => {
  it('gives back what was written, however it was cut into pieces and calls', async () => {
    const cuts = fc.array(fc.oneof(anySize, fc.integer({ min: 0, max: 2000 })), { maxLength: 5 });
    const chunkSizes = fc.array(fc.integer({ min: 100, max: 300_000 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anySize, cuts, chunkSizes, fc.boolean(), async (size, points, sizes, totalKnown) => {
        const id = randomUUID();
        await blobs.create(id);
        const borders = [...points.map((point) => Math.min(point, size)), size].sort((a, b) => a - b);
        let at = 0;
        for (const end of borders) {
          const state = await blobs.append(id, pieces(plaintext.subarray(at, end), sizes), {
            at,
            ...(totalKnown ? { total: size } : {}),
          });
          expect(state).toEqual({ size: end, finished: totalKnown && end === size });
          expect(await blobs.stat(id)).toEqual(state);
          at = end;
          if (state.finished) break;
        }
        await blobs.finish(id);
        await blobs.finish(id);
        expect(await blobs.stat(id)).toEqual({ size, finished: true });
        expect((await readBlob(id)).equals(plaintext.subarray(0, size))).toBe(true);
        const files = await readdir(join(folder, id.slice(-2)));
        expect(files.filter((name) => name.startsWith(id)).sort()).toEqual([id, `${id}.key`]);
        await blobs.remove(id);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what came before the source broke off', async () => {
    const id = randomUUID();
    await blobs.create(id);
    const size = SEGMENT_BYTES + 12_345;
    async function* breaking() {
      yield plaintext.subarray(0, size);
      throw new Error('connection lost');
    }
    await expect(blobs.append(id, breaking(), { at: 0 })).rejects.toThrow('connection lost');
    expect(await blobs.stat(id)).toEqual({ size, finished: false });
    await blobs.append(id, pieces(plaintext.subarray(size), [50_000]), { at: size, total: plaintext.length });
    expect((await readBlob(id)).equals(plaintext)).toBe(true);
  });

  it('writes nothing more once the writer lost its right', async () => {
    const id = randomUUID();
    await blobs.create(id);
    await blobs.append(id, pieces(plaintext.subarray(0, 10), [10]), { at: 0 });
    const lost = new AbortController();
    async function* losing() {
      yield plaintext.subarray(10, 20);
      lost.abort();
      yield plaintext.subarray(20, 30);
    }
    await expect(blobs.append(id, losing(), { at: 10, signal: lost.signal })).rejects.toThrow('abort');
    expect(await blobs.stat(id)).toEqual({ size: 10, finished: false });
  });

  it('refuses a wrong place, too many bytes, a second life and unknown blobs', async () => {
    const id = await writeBlob(plaintext.subarray(0, 10));
    await expect(blobs.append(id, pieces(plaintext, [1]), { at: 10 })).rejects.toThrow(BlobConflict);
    const open = randomUUID();
    await blobs.create(open);
    await expect(blobs.append(open, pieces(plaintext, [10]), { at: 1 })).rejects.toThrow(BlobConflict);
    await expect(blobs.append(open, pieces(plaintext, [7]), { at: 0, total: 10 })).rejects.toThrow(BlobConflict);
    expect(await blobs.stat(open)).toEqual({ size: 0, finished: false });
    await expect(blobs.read(open)).rejects.toThrow(BlobDamaged);
    await expect(blobs.create(open)).rejects.toThrow('EEXIST');
    await expect(blobs.stat(randomUUID())).rejects.toThrow(BlobMissing);
    await expect(blobs.stat('../../etc/passwd')).rejects.toThrow(TypeError);
  });

  it('removes everything, and again without complaint', async () => {
    const id = await writeBlob(plaintext);
    await blobs.remove(id);
    await blobs.remove(id);
    await expect(blobs.stat(id)).rejects.toThrow(BlobMissing);
    expect(await readdir(join(folder, id.slice(-2)))).toEqual([]);
  });
});

describe('after a crash', () => {
  it('drops a torn segment and keeps every acknowledged byte', async () => {
    const acknowledged = SEGMENT_BYTES + 300_000;
    for (const torn of [1, 27, 28, 5000, RECORD_BYTES - 1, RECORD_BYTES]) {
      const id = randomUUID();
      await blobs.create(id);
      await blobs.append(id, pieces(plaintext.subarray(0, acknowledged), [65_536]), { at: 0 });
      await appendFile(bodyOf(id), randomBytes(torn));
      await writeFile(`${bodyOf(id)}.tail.new`, 'half a tail');
      expect(await blobs.stat(id)).toEqual({ size: acknowledged, finished: false });
      const rest = pieces(plaintext.subarray(acknowledged), [65_536]);
      await blobs.append(id, rest, { at: acknowledged, total: plaintext.length });
      expect((await readBlob(id)).equals(plaintext)).toBe(true);
    }
  });

  it('does not take an old tail twice', async () => {
    const id = randomUUID();
    await blobs.create(id);
    await blobs.append(id, pieces(plaintext.subarray(0, 1000), [1000]), { at: 0 });
    await copyFile(`${bodyOf(id)}.tail`, join(folder, 'old'));
    await blobs.append(id, pieces(plaintext.subarray(1000, SEGMENT_BYTES + 1), [65_536]), { at: 1000 });
    await copyFile(join(folder, 'old'), `${bodyOf(id)}.tail`);
    expect(await blobs.stat(id)).toEqual({ size: SEGMENT_BYTES, finished: false });
  });
});

describe('ranges', () => {
  it('equal slices of the whole', async () => {
    const id = await writeBlob(plaintext);
    await fc.assert(
      fc.asyncProperty(anySize, anySize, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const got = await buffer(await blobs.read(id, { start, end }));
        expect(got.equals(plaintext.subarray(start, end))).toBe(true);
      }),
      { numRuns: 60 },
    );
    await expect(blobs.read(id, { start: 0, end: plaintext.length + 1 })).rejects.toThrow(RangeError);
    await expect(blobs.read(id, { start: 2, end: 1 })).rejects.toThrow(RangeError);
  });

  it('read no further ahead than one segment', async () => {
    const id = await writeBlob(randomBytes(8 * SEGMENT_BYTES));
    const stream = await blobs.read(id);
    for await (const chunk of stream) {
      expect(chunk).toHaveLength(SEGMENT_BYTES);
      expect(stream.readableLength).toBeLessThanOrEqual(SEGMENT_BYTES);
    }
  });
});

describe('a changed folder', () => {
  it('is noticed at every byte', async () => {
    const id = await writeBlob(plaintext.subarray(0, SEGMENT_BYTES + 500));
    const original = await readFile(bodyOf(id));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat({ max: original.length - 1 }), fc.integer({ min: RECORD_BYTES - 20, max: RECORD_BYTES + 20 })),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(original);
          changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
          await writeFile(bodyOf(id), changed);
          await expect(readBlob(id)).rejects.toThrow(BlobDamaged);
        },
      ),
      { numRuns: 60 },
    );
    const key = await readFile(`${bodyOf(id)}.key`);
    key.writeUInt8(key.readUInt8(40) ^ 1, 40);
    await writeFile(`${bodyOf(id)}.key`, key);
    await expect(readBlob(id)).rejects.toThrow(BlobDamaged);
  });

  it('is noticed when cut, extended or reordered, or when blobs are exchanged', async () => {
    const id = await writeBlob(plaintext);
    const body = bodyOf(id);
    const original = await readFile(body);
    for (const cut of [1, 29, 30, 31, RECORD_BYTES, 2 * RECORD_BYTES, original.length]) {
      await truncate(body, original.length - cut);
      await expect(readBlob(id)).rejects.toThrow(BlobDamaged);
      await writeFile(body, original);
    }
    await appendFile(body, randomBytes(40));
    await expect(readBlob(id)).rejects.toThrow(BlobDamaged);
    const [a, b, rest] = [0, 1, 2].map((n) =>
      original.subarray(n * RECORD_BYTES, n === 2 ? undefined : (n + 1) * RECORD_BYTES),
    );
    if (a === undefined || b === undefined || rest === undefined) throw new Error('three parts expected');
    await writeFile(body, Buffer.concat([b, a, rest]));
    await expect(readBlob(id)).rejects.toThrow(BlobDamaged);
    const other = await writeBlob(plaintext);
    await copyFile(bodyOf(other), body);
    await copyFile(`${bodyOf(other)}.key`, `${body}.key`);
    await expect(readBlob(id)).rejects.toThrow(BlobDamaged);
  });

  it('is noticed when segments before an unfinished tail are lost, or the tail is changed', async () => {
    const id = randomUUID();
    await blobs.create(id);
    await blobs.append(id, pieces(plaintext, [65_536]), { at: 0 });
    const body = await readFile(bodyOf(id));
    await truncate(bodyOf(id), RECORD_BYTES);
    await expect(blobs.stat(id)).rejects.toThrow(BlobDamaged);
    await writeFile(bodyOf(id), body);
    const tail = await readFile(`${bodyOf(id)}.tail`);
    tail.writeUInt8(tail.readUInt8(tail.length - 1) ^ 1, tail.length - 1);
    await writeFile(`${bodyOf(id)}.tail`, tail);
    await expect(blobs.stat(id)).rejects.toThrow(BlobDamaged);
  });
});

describe('the folder', () => {
  it('holds no plaintext and is for its owner alone', async () => {
    const text = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$TEST';
    const bytes = Buffer.from(text.repeat(50_000));
    await writeBlob(bytes);
    const open = randomUUID();
    await blobs.create(open);
    await blobs.append(open, pieces(bytes, [65_536]), { at: 0 });
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files).toHaveLength(5);
    for (const file of files) {
      expect((await readFile(file)).includes(text.slice(0, 16))).toBe(false);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
  });
});
