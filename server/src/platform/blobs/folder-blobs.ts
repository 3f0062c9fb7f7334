import { randomBytes } from 'node:crypto';
import { access, constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { BlobConflict, BlobMissing, type BlobStore } from './blob-store.ts';
import { makeFolder, readOrNull, readInto, removeFiles, replaceFile } from './durable-files.ts';
import { type BlobFiles, inspectBody, openBody, readTail } from './folder-body.ts';
import { SegmentWriter } from './segment-writer.ts';
import { BlobDamaged, openSegment, RECORD_BYTES, SEGMENT_BYTES, SEGMENT_OVERHEAD } from './segments.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Read at once when a blob is copied as it is. */
const COPIED_BYTES = 1024 * 1024;

/** Passes bytes on until the source breaks off, and tells why it did. */
async function* untilBroken(source: AsyncIterable<Uint8Array>, onBreak: (cause: unknown) => void) {
  try {
    yield* source;
  } catch (cause) {
    onBreak(cause);
  }
}

/**
 * Blobs in a folder: `<last two digits of the id>/<id>` holds the sealed segments one after another, `<id>.key` the
 * blob's key sealed by the keyring, `<id>.tail` the bytes of an unfinished blob that fill no segment yet. (The first
 * digits of an id are a date, so they would not spread.)
 */
export function createFolderBlobs(folder: string, keyring: Keyring): BlobStore {
  const filesOf = (id: string): BlobFiles => {
    if (!UUID.test(id)) throw new TypeError('a blob id is a UUID in lower case');
    const place = join(folder, id.slice(-2));
    const body = join(place, id);
    return { id, folder: place, body, key: `${body}.key`, tail: `${body}.tail` };
  };
  const sealContext = (id: string) => `blob ${id}`;
  const keyOf = async (files: BlobFiles): Promise<Buffer> => {
    const sealed = await readOrNull(files.key);
    if (sealed === null) throw new BlobMissing(files.id);
    try {
      return keyring.open('blob', sealed, sealContext(files.id));
    } catch (cause) {
      throw new BlobDamaged(`the key of blob ${files.id} does not open`, { cause });
    }
  };
  const stat = async (files: BlobFiles, key: Buffer) => {
    await using body = await openBody(files, 'r');
    const { segments, size, finished } = await inspectBody(body, key, files.id);
    if (finished) return { size, finished };
    return { size: size + (await readTail(files, key, segments)).length, finished };
  };
  async function* segmentsFrom(files: BlobFiles, key: Buffer, size: number, start: number, end: number) {
    await using body = await openBody(files, 'r');
    // One buffer for all that is read, no larger than the body; what is decrypted from it is handed on.
    const buffer = Buffer.allocUnsafeSlow(Math.min(RECORD_BYTES, size + SEGMENT_OVERHEAD));
    const last = Math.max(0, Math.ceil(size / SEGMENT_BYTES) - 1);
    for (let index = Math.floor(start / SEGMENT_BYTES); index * SEGMENT_BYTES < end; index += 1) {
      const record = await readInto(buffer, body, index * RECORD_BYTES);
      const plain = openSegment(key, { blobId: files.id, index, part: index === last ? 'last' : 'middle' }, record);
      yield plain.subarray(Math.max(0, start - index * SEGMENT_BYTES), end - index * SEGMENT_BYTES);
    }
  }

  return {
    async check() {
      await makeFolder(folder);
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    },
    async create(id) {
      const files = filesOf(id);
      await makeFolder(files.folder);
      const body = await open(files.body, 'wx', 0o600);
      await body.close();
      // Makes the name of the body durable too: it is in the same folder.
      await replaceFile(files.key, keyring.seal('blob', randomBytes(32), sealContext(id)));
    },

    async append(id, source, { at, total = Infinity, signal }) {
      const files = filesOf(id);
      const key = await keyOf(files);
      await using body = await openBody(files, 'r+');
      const { segments, finished } = await inspectBody(body, key, id);
      if (finished) throw new BlobConflict(`blob ${id} is finished`);
      await body.truncate(segments * RECORD_BYTES);
      const tail = await readTail(files, key, segments);
      const writer = new SegmentWriter(files, key, body, { segments, tail }, total);
      if (writer.size !== at) throw new BlobConflict(`blob ${id} has ${writer.size} bytes, not ${at}`);

      let broken: { cause: unknown } | undefined;
      try {
        for await (const bytes of untilBroken(source, (cause) => (broken = { cause }))) {
          signal?.throwIfAborted();
          if (writer.size + bytes.length > total) throw new BlobConflict(`blob ${id} would exceed ${total} bytes`);
          await writer.add(bytes);
        }
        signal?.throwIfAborted();
        if (writer.size === total) await writer.finish();
        else if (writer.size > at) await writer.keep();
      } finally {
        await writer.settle();
      }
      const state = { size: writer.size, finished: writer.size === total };
      if (state.finished) await removeFiles(files.folder, [`${id}.tail`]);
      if (broken !== undefined) throw broken.cause;
      return state;
    },

    async finish(id) {
      const files = filesOf(id);
      const key = await keyOf(files);
      const { size, finished } = await stat(files, key);
      if (!finished) await this.append(id, Readable.from([]), { at: size, total: size });
    },

    async stat(id) {
      const files = filesOf(id);
      return stat(files, await keyOf(files));
    },

    async read(id, range) {
      const files = filesOf(id);
      const key = await keyOf(files);
      const { size, finished } = await stat(files, key);
      if (!finished) throw new BlobDamaged(`blob ${id} is not finished, or its end is damaged`);
      const { start, end } = range ?? { start: 0, end: size };
      if (start < 0 || start > end || end > size) throw new RangeError(`blob ${id} has ${size} bytes`);
      // Asks for the next segment only when the one before is taken.
      return Readable.from(segmentsFrom(files, key, size, start, end), { objectMode: false, highWaterMark: 1 });
    },

    async readSealed(id) {
      const files = filesOf(id);
      const key = await readOrNull(files.key);
      if (key === null) throw new BlobMissing(id);
      const file = await openBody(files, 'r');
      const { size } = await file.stat();
      async function* body() {
        // The file stays whole in our hand even when it is removed meanwhile.
        await using handle = file;
        for (let at = 0; at < size;) {
          const piece = await readInto(Buffer.allocUnsafe(Math.min(COPIED_BYTES, size - at)), handle, at);
          if (piece.length === 0) throw new BlobMissing(id);
          yield piece;
          at += piece.length;
        }
      }
      return { key, size, body: body() };
    },

    async writeSealed(id, { key, body }) {
      const files = filesOf(id);
      await makeFolder(files.folder);
      await removeFiles(files.folder, [`${id}.key`, `${id}.tail`]);
      const file = await open(files.body, 'w', 0o600);
      try {
        for await (const piece of body) await file.writeFile(piece);
        await file.sync();
      } finally {
        await file.close();
      }
      await replaceFile(files.key, key);
    },

    // Everything in the folder is named by the blob it belongs to.
    async sweep() {},

    async remove(id) {
      const { folder: place } = filesOf(id);
      // Without its key the rest is noise already.
      await removeFiles(place, [`${id}.key`, id, `${id}.tail`, `${id}.key.new`, `${id}.tail.new`]);
    },
  };
}
