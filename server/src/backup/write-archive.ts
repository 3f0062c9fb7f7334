import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createTarPacker } from 'modern-tar';
import type { Keyring } from '#platform/crypto/keyring.ts';
import { type ArchiveManifest, PARTS_PER_SUMS, sumLine, sumsName } from './archive.ts';

/** Where the bytes of an archive go; what it throws ends the writing. */
export type ArchiveSink = (chunks: AsyncIterable<Buffer>) => Promise<void>;

/** Takes the parts of an archive one after another. */
export interface ArchiveWriter {
  add(name: string, content: Uint8Array): Promise<void>;
  /** Adds a part of exactly `size` bytes. */
  addStream(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Writes the sums that are left, the manifest, and its seal. */
  finish(manifest: Omit<ArchiveManifest, 'sums'>): Promise<void>;
}

/**
 * Writes an archive (tar) to `out` as `fill` adds to it; in memory is one piece at a time. After every thousand parts
 * stands a list of their SHA-256; the manifest names those lists and is sealed under the master key, so that neither a
 * cut archive nor one that somebody changed is taken for whole.
 */
export async function writeArchive(
  out: ArchiveSink,
  keyring: Keyring,
  at: Date,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const { readable, controller } = createTarPacker();
  const sums: string[] = [];
  let lines: string[] = [];

  const put = async (name: string, size: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
    const digest = createHash('sha256');
    const entry = controller.add({ name, size, mode: 0o600, mtime: at, type: 'file' }).getWriter();
    for await (const piece of content) {
      digest.update(piece);
      await entry.write(piece);
    }
    await entry.close();
    return digest.digest('hex');
  };
  const putSums = async () => {
    const text = Buffer.from(lines.join(''));
    lines = [];
    sums.push(await put(sumsName(sums.length + 1), text.length, [text]));
  };
  const add: ArchiveWriter['addStream'] = async (name, size, content) => {
    lines.push(sumLine(await put(name, size, content), name));
    if (lines.length === PARTS_PER_SUMS) await putSums();
  };
  const writer: ArchiveWriter = {
    add: (name, content) => add(name, content.length, Readable.from([content])),
    addStream: add,
    async finish(manifest) {
      if (lines.length > 0) await putSums();
      const text = JSON.stringify({ ...manifest, sums } satisfies ArchiveManifest, null, 1);
      await put('manifest.json', Buffer.byteLength(text), [Buffer.from(text)]);
      const seal = keyring.keyedHash('backup', text);
      await put('manifest.mac', seal.length, [seal]);
      controller.finalize();
    },
  };
  // Whichever side breaks stops the other; only when both have ended is nothing written or asked any more.
  const stopped = (error: unknown) => {
    controller.error(error);
    throw error;
  };
  const ends = await Promise.allSettled([
    // The types of the browser and of Node differ, where both are there; the streams are the same.
    pipeline(Readable.fromWeb(readable as unknown as ReadableStream), out).catch(stopped),
    fill(writer).catch(stopped),
  ]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
