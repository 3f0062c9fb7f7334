import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobConflict, BlobMissing, type BlobStore } from './blob-store.ts';
import { BlobDamaged, SEGMENT_BYTES } from './segments.ts';

/** Cuts bytes into pieces of these sizes, in turn. */
export async function* pieces(bytes: Buffer, sizes: number[]) {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

// Sizes near the borders of segments are where mistakes live.
const nearBorder = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 }))
  .map(([segments, off]) => Math.max(0, segments * SEGMENT_BYTES + off));
const anySize = fc.oneof(nearBorder, fc.integer({ min: 0, max: 3 * SEGMENT_BYTES }));
export const plaintext = randomBytes(3 * SEGMENT_BYTES + 2);

interface StoreUnderTest {
  blobs: () => BlobStore;
  /** What is kept under names that begin with the id, by the last part of the name. */
  namesOf: (id: string) => Promise<string[]>;
  /** How often what is tried with made-up sizes is tried. */
  runs: number;
}

/** What every blob store must do. */
export function describeBlobStore({ blobs, namesOf, runs }: StoreUnderTest): void {
  const readBlob = async (id: string) => buffer(await blobs().read(id));
  async function writeBlob(bytes: Buffer): Promise<string> {
    const id = randomUUID();
    await blobs().create(id);
    await blobs().append(id, pieces(bytes, [65_536]), { at: 0, total: bytes.length });
    return id;
  }

  describe('copying', () => {
    it('gives a blob as it is kept, and takes it back, also in place of another', async () => {
      for (const size of [0, 1, SEGMENT_BYTES, 3 * SEGMENT_BYTES + 2]) {
        const id = await writeBlob(plaintext.subarray(0, size));
        const { key, size: kept, body } = await blobs().readSealed(id);
        const sealed = await buffer(body);
        expect(sealed.length).toBe(kept);
        expect(kept).toBeGreaterThan(size);
        await blobs().remove(id);
        await expect(blobs().readSealed(id)).rejects.toThrow(BlobMissing);
        for (const round of [1, 2]) {
          await blobs().writeSealed(id, { key, size: kept, body: pieces(sealed, [100_000 * round]) });
          expect((await readBlob(id)).equals(plaintext.subarray(0, size))).toBe(true);
        }
      }
    });

    it('keeps nothing readable of a copy that breaks off', async () => {
      const id = await writeBlob(plaintext);
      const { key, size, body } = await blobs().readSealed(id);
      const sealed = await buffer(body);
      await blobs().remove(id);
      async function* broken() {
        yield sealed.subarray(0, 100_000);
        await Promise.reject(new Error('cut'));
      }
      await expect(blobs().writeSealed(id, { key, size, body: broken() })).rejects.toThrow('cut');
      await expect(blobs().read(id)).rejects.toThrow(BlobMissing);
    });
  });

  describe('writing', () => {
    it('gives back what was written, however it was cut into pieces and calls', async () => {
      const cuts = fc.array(fc.oneof(anySize, fc.integer({ min: 0, max: 2000 })), { maxLength: 5 });
      const chunkSizes = fc.array(fc.integer({ min: 100, max: 300_000 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(anySize, cuts, chunkSizes, fc.boolean(), async (size, points, sizes, totalKnown) => {
          const id = randomUUID();
          await blobs().create(id);
          const borders = [...points.map((point) => Math.min(point, size)), size].sort((a, b) => a - b);
          let at = 0;
          for (const end of borders) {
            const state = await blobs().append(id, pieces(plaintext.subarray(at, end), sizes), {
              at,
              ...(totalKnown ? { total: size } : {}),
            });
            expect(state).toEqual({ size: end, finished: totalKnown && end === size });
            expect(await blobs().stat(id)).toEqual(state);
            at = end;
            if (state.finished) break;
          }
          await blobs().finish(id);
          await blobs().finish(id);
          expect(await blobs().stat(id)).toEqual({ size, finished: true });
          expect((await readBlob(id)).equals(plaintext.subarray(0, size))).toBe(true);
          expect((await namesOf(id)).sort()).toEqual([id, `${id}.key`]);
          await blobs().remove(id);
        }),
        { numRuns: runs },
      );
    });

    it('keeps what came before the source broke off', async () => {
      const id = randomUUID();
      await blobs().create(id);
      const size = SEGMENT_BYTES + 12_345;
      async function* breaking() {
        yield plaintext.subarray(0, size);
        throw new Error('connection lost');
      }
      await expect(blobs().append(id, breaking(), { at: 0 })).rejects.toThrow('connection lost');
      expect(await blobs().stat(id)).toEqual({ size, finished: false });
      await blobs().append(id, pieces(plaintext.subarray(size), [50_000]), { at: size, total: plaintext.length });
      expect((await readBlob(id)).equals(plaintext)).toBe(true);
    });

    it('writes nothing more once the writer lost its right', async () => {
      const id = randomUUID();
      await blobs().create(id);
      await blobs().append(id, pieces(plaintext.subarray(0, 10), [10]), { at: 0 });
      const lost = new AbortController();
      async function* losing() {
        yield plaintext.subarray(10, 20);
        lost.abort();
        yield plaintext.subarray(20, 30);
      }
      await expect(blobs().append(id, losing(), { at: 10, signal: lost.signal })).rejects.toThrow('abort');
      expect(await blobs().stat(id)).toEqual({ size: 10, finished: false });
    });

    it('refuses a wrong place, too many bytes, a second life and unknown blobs', async () => {
      const id = await writeBlob(plaintext.subarray(0, 10));
      await expect(blobs().append(id, pieces(plaintext, [1]), { at: 10 })).rejects.toThrow(BlobConflict);
      const open = randomUUID();
      await blobs().create(open);
      await expect(blobs().append(open, pieces(plaintext, [10]), { at: 1 })).rejects.toThrow(BlobConflict);
      await expect(blobs().append(open, pieces(plaintext, [7]), { at: 0, total: 10 })).rejects.toThrow(BlobConflict);
      expect(await blobs().stat(open)).toEqual({ size: 0, finished: false });
      await expect(blobs().read(open)).rejects.toThrow(BlobDamaged);
      await expect(blobs().create(open)).rejects.toThrow('EEXIST');
      await expect(blobs().stat(randomUUID())).rejects.toThrow(BlobMissing);
      await expect(blobs().stat('../../etc/passwd')).rejects.toThrow(TypeError);
    });

    it('removes everything, and again without complaint', async () => {
      const id = await writeBlob(plaintext);
      await blobs().remove(id);
      await blobs().remove(id);
      await expect(blobs().stat(id)).rejects.toThrow(BlobMissing);
      expect(await namesOf(id)).toEqual([]);
    });
  });

  describe('ranges', () => {
    it('equal slices of the whole', async () => {
      const id = await writeBlob(plaintext);
      await fc.assert(
        fc.asyncProperty(anySize, anySize, async (a, b) => {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          const got = await buffer(await blobs().read(id, { start, end }));
          expect(got.equals(plaintext.subarray(start, end))).toBe(true);
        }),
        { numRuns: runs },
      );
      await expect(blobs().read(id, { start: 0, end: plaintext.length + 1 })).rejects.toThrow(RangeError);
      await expect(blobs().read(id, { start: 2, end: 1 })).rejects.toThrow(RangeError);
    });

    it('read no further ahead than one segment', async () => {
      const id = await writeBlob(randomBytes(8 * SEGMENT_BYTES));
      const stream = await blobs().read(id);
      for await (const chunk of stream) {
        expect(chunk).toHaveLength(SEGMENT_BYTES);
        expect(stream.readableLength).toBeLessThanOrEqual(SEGMENT_BYTES);
      }
    });
  });
}
