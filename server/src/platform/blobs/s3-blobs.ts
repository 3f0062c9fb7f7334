import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Clock } from '#platform/clock.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { BlobConflict, BlobMissing, type BlobStore } from './blob-store.ts';
import { openTail, PART_BYTES, PART_SEGMENTS, plainSize, type Progress, sealPart, sealTail } from './s3-body.ts';
import { type S3Client } from './s3-client.ts';
import { BlobDamaged, openSegment, RECORD_BYTES, SEGMENT_BYTES } from './segments.ts';

/** Parts that nobody completed for so long belong to no upload any more, which end after 48 hours. */
const STALE_MS = 7 * 24 * 3_600_000;
/** A full part as it is stored, in bytes. */
const PART_STORED = PART_SEGMENTS * RECORD_BYTES;
/** Segments fetched in one call. */
const FETCHED = 2;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

interface Files {
  id: string;
  body: string;
  key: string;
  progress: string;
  tail: string;
}

function filesOf(id: string): Files {
  if (!UUID.test(id)) throw new TypeError('a blob id is a UUID in lower case');
  const body = `${id.slice(-2)}/${id}`;
  return { id, body, key: `${body}.key`, progress: `${body}.parts`, tail: `${body}.tail` };
}

/** The source's bytes until it breaks off, and why it did. */
async function* untilBroken(source: AsyncIterable<Uint8Array>, onBreak: (cause: unknown) => void) {
  try {
    yield* source;
  } catch (cause) {
    onBreak(cause);
  }
}

/**
 * Blobs in S3-compatible storage: `<last two digits of the id>/<id>` holds the sealed segments one after another,
 * `<id>.key` the blob's key sealed by the keyring. While a blob is unfinished, `<id>.parts` names the parts of eight
 * segments written so far and `<id>.tail` holds the bytes that fill none yet; a killed writer costs what came after the
 * last full part. The end of a finished blob is checked when it is read.
 */
export function createS3Blobs(s3: S3Client, keyring: Keyring, clock: Clock): BlobStore {
  const keyOf = async (files: Files): Promise<Buffer> => {
    const sealed = await s3.get(files.key);
    if (sealed === null) throw new BlobMissing(files.id);
    try {
      return keyring.open('blob', sealed, `blob ${files.id}`);
    } catch (cause) {
      throw new BlobDamaged(`the key of blob ${files.id} does not open`, { cause });
    }
  };
  const progressOf = async (files: Files): Promise<Progress> => {
    const content = await s3.get(files.progress);
    return content === null ? { uploadId: null, etags: [] } : (JSON.parse(content.toString()) as Progress);
  };
  const finishedSize = async (files: Files) => {
    const bytes = await s3.size(files.body);
    return bytes === null ? null : plainSize(files.id, bytes);
  };
  const unfinished = async (files: Files, key: Buffer) => {
    const progress = await progressOf(files);
    const tail = openTail(key, files.id, progress.etags.length, await s3.get(files.tail));
    return { progress, tail };
  };
  async function* segmentsFrom(files: Files, key: Buffer, size: number, start: number, end: number) {
    const last = Math.max(0, Math.ceil(size / SEGMENT_BYTES) - 1);
    const until = Math.min(last + 1, Math.ceil(end / SEGMENT_BYTES));
    for (let first = Math.floor(start / SEGMENT_BYTES); first < until; first += FETCHED) {
      const records = await s3.getRange(
        files.body,
        first * RECORD_BYTES,
        Math.min(first + FETCHED, until) * RECORD_BYTES,
      );
      if (records === null) throw new BlobMissing(files.id);
      for (let index = first; index < Math.min(first + FETCHED, until); index += 1) {
        const at = (index - first) * RECORD_BYTES;
        const place = { blobId: files.id, index, part: index === last ? 'last' : 'middle' } as const;
        const plain = openSegment(key, place, records.subarray(at, at + RECORD_BYTES));
        yield plain.subarray(Math.max(0, start - index * SEGMENT_BYTES), end - index * SEGMENT_BYTES);
      }
    }
  }
  /** Writes one more part, and then that there is one. */
  const putPart = async (files: Files, progress: Progress, sealed: Buffer) => {
    progress.uploadId ??= await s3.begin(files.body);
    progress.etags.push(await s3.putPart(files.body, progress.uploadId, progress.etags.length + 1, sealed));
    await s3.put(files.progress, Buffer.from(JSON.stringify(progress)));
  };
  const putLast = async (files: Files, progress: Progress, sealed: Buffer) => {
    if (progress.uploadId === null) {
      await s3.put(files.body, sealed);
    } else {
      const etag = await s3.putPart(files.body, progress.uploadId, progress.etags.length + 1, sealed);
      await s3.complete(files.body, progress.uploadId, [...progress.etags, etag]);
    }
    await s3.remove(files.tail);
    await s3.remove(files.progress);
  };

  return {
    async check() {
      await s3.check();
    },
    async create(id) {
      const files = filesOf(id);
      if ((await s3.size(files.key)) !== null) throw new BlobConflict(`blob ${id} exists (EEXIST)`);
      await s3.put(files.key, keyring.seal('blob', randomBytes(32), `blob ${id}`));
    },

    async append(id, source, { at, total = Infinity, signal }) {
      const files = filesOf(id);
      const key = await keyOf(files);
      if ((await finishedSize(files)) !== null) throw new BlobConflict(`blob ${id} is finished`);
      const { progress, tail } = await unfinished(files, key);
      const plain = Buffer.allocUnsafeSlow(PART_BYTES);
      let filled = tail.copy(plain);
      const size = () => progress.etags.length * PART_BYTES + filled;
      if (size() !== at) throw new BlobConflict(`blob ${id} has ${size()} bytes, not ${at}`);
      const sealed = (ends: boolean) =>
        sealPart(key, id, progress.etags.length * PART_SEGMENTS, plain.subarray(0, filled), ends);

      let broken: { cause: unknown } | undefined;
      for await (const bytes of untilBroken(source, (cause) => (broken = { cause }))) {
        signal?.throwIfAborted();
        if (size() + bytes.length > total) throw new BlobConflict(`blob ${id} would exceed ${total} bytes`);
        for (let taken = 0; taken < bytes.length;) {
          // A full part is held back until a further byte comes, because it may turn out to be the last.
          if (filled === PART_BYTES) {
            await putPart(files, progress, sealed(false));
            filled = 0;
          }
          const piece = bytes.subarray(taken, taken + PART_BYTES - filled);
          plain.set(piece, filled);
          filled += piece.length;
          taken += piece.length;
        }
      }
      signal?.throwIfAborted();
      const state = { size: size(), finished: size() === total };
      if (state.finished) await putLast(files, progress, sealed(true));
      else if (state.size > at) {
        await s3.put(files.tail, sealTail(key, id, progress.etags.length, plain.subarray(0, filled)));
      }
      if (broken !== undefined) throw broken.cause;
      return state;
    },

    async finish(id) {
      const { size, finished } = await this.stat(id);
      if (!finished) await this.append(id, Readable.from([]), { at: size, total: size });
    },

    async stat(id) {
      const files = filesOf(id);
      const key = await keyOf(files);
      const size = await finishedSize(files);
      if (size !== null) return { size, finished: true };
      const { progress, tail } = await unfinished(files, key);
      return { size: progress.etags.length * PART_BYTES + tail.length, finished: false };
    },

    async read(id, range) {
      const files = filesOf(id);
      const key = await keyOf(files);
      const size = await finishedSize(files);
      if (size === null) throw new BlobDamaged(`blob ${id} is not finished, or its end is damaged`);
      const { start, end } = range ?? { start: 0, end: size };
      if (start < 0 || start > end || end > size) throw new RangeError(`blob ${id} has ${size} bytes`);
      return Readable.from(segmentsFrom(files, key, size, start, end), { objectMode: false, highWaterMark: 1 });
    },

    async readSealed(id) {
      const files = filesOf(id);
      const [key, size] = await Promise.all([s3.get(files.key), s3.size(files.body)]);
      if (key === null || size === null) throw new BlobMissing(id);
      async function* body(bytes: number) {
        for (let at = 0; at < bytes; at += PART_STORED) {
          const piece = await s3.getRange(files.body, at, Math.min(bytes, at + PART_STORED));
          if (piece === null) throw new BlobMissing(id);
          yield piece;
        }
      }
      return { key, size, body: body(size) };
    },

    async writeSealed(id, { key, size, body }) {
      const files = filesOf(id);
      const part = Buffer.allocUnsafeSlow(Math.min(PART_STORED, size));
      const uploadId = size > PART_STORED ? await s3.begin(files.body) : null;
      const etags: string[] = [];
      let filled = 0;
      const flush = async () => {
        const content = part.subarray(0, filled);
        if (uploadId === null) await s3.put(files.body, content);
        else etags.push(await s3.putPart(files.body, uploadId, etags.length + 1, content));
        filled = 0;
      };
      try {
        for await (const bytes of body) {
          for (let taken = 0; taken < bytes.length;) {
            if (filled === part.length) await flush();
            const piece = bytes.subarray(taken, taken + part.length - filled);
            part.set(piece, filled);
            filled += piece.length;
            taken += piece.length;
          }
        }
        await flush();
        if (uploadId !== null) await s3.complete(files.body, uploadId, etags);
      } catch (error) {
        if (uploadId !== null) await s3.abort({ key: files.body, uploadId });
        throw error;
      }
      await s3.remove(files.tail);
      await s3.remove(files.progress);
      await s3.put(files.key, key);
    },

    async remove(id) {
      const files = filesOf(id);
      const { uploadId } = await progressOf(files);
      // Without its key the rest is noise already.
      await s3.remove(files.key);
      if (uploadId !== null) await s3.abort({ key: files.body, uploadId });
      for (const key of [files.body, files.tail, files.progress]) await s3.remove(key);
    },

    async sweep() {
      const stale = clock().getTime() - STALE_MS;
      for (const begun of await s3.listBegun()) if (begun.begun.getTime() < stale) await s3.abort(begun);
    },
  };
}
