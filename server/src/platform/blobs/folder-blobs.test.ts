import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { describeBlobStore, pieces, plaintext } from './blob-store.fixture.ts';
import type { BlobStore } from './blob-store.ts';
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

/** Writes a finished blob, several bytes over the given number of whole segments. */
async function writeBlob(bytes: Buffer): Promise<string> {
  const id = randomUUID();
  await blobs.create(id);
  await blobs.append(id, pieces(bytes, [65_536]), { at: 0, total: bytes.length });
  return id;
}
const readBlob = async (id: string) => buffer(await blobs.read(id));

describeBlobStore({
  blobs: () => blobs,
  namesOf: async (id) => (await readdir(join(folder, id.slice(-2)))).filter((name) => name.startsWith(id)),
  runs: 50,
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
