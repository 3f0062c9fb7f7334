import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createTarDecoder } from 'modern-tar';
import type { Keyring } from '#platform/crypto/keyring.ts';
import {
  type ArchiveHead,
  type ArchiveManifest,
  BadArchive,
  FORMAT,
  PARTS_PER_SUMS,
  readPartName,
  ROWS_BYTES,
  sumLine,
} from './archive.ts';

const unpack = promisify(gunzip);

/** Read ahead of the archive, in bytes. */
const READ_BYTES = 1024 * 1024;
const LIST_BYTES_MAX = 64 * 1024 * 1024;
const KEY_BYTES_MAX = 1024;

/** What an archive gives, in its order: head, rows of one table after another, blobs, manifest. */
export type ArchivePart =
  | { kind: 'head'; head: ArchiveHead }
  | { kind: 'rows'; table: string; bytes: Buffer }
  | { kind: 'blob'; id: string; key: Buffer; size: number; body: AsyncIterable<Uint8Array> }
  | { kind: 'manifest'; manifest: ArchiveManifest };

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function readHead(bytes: Buffer): ArchiveHead {
  let head: unknown;
  try {
    head = JSON.parse(bytes.toString());
  } catch {
    head = null;
  }
  const said = isRecord(head) ? head : {};
  const { format, madeAt, program, masterKey, migrations } = said;
  if (!isText(format) || !format.startsWith('companyaccount-backup/')) throw new BadArchive('it is no backup of ours');
  if (format !== FORMAT) {
    throw new BadArchive(
      `it was written by version ${String(program)} in the format ${format}, which this version does not know: restore it with that version`,
    );
  }
  const sound = (one: unknown) => isRecord(one) && isText(one['name']) && isText(one['hash']);
  if (![madeAt, program, masterKey].every(isText) || !Array.isArray(migrations) || !migrations.every(sound)) {
    throw new BadArchive('its beginning is damaged');
  }
  return said as unknown as ArchiveHead;
}

/**
 * Reads an archive from its beginning and holds every part against its sum. What is given before the manifest comes is
 * not proven yet: whoever uses it must be able to take it back. Throws BadArchive for whatever is not as it was written.
 * The body of a blob must be read before the next part is asked for, or it is skipped.
 */
export async function* readArchive(file: string, keyring: Keyring): AsyncGenerator<ArchivePart> {
  const entries = Readable.toWeb(createReadStream(file, { highWaterMark: READ_BYTES })).pipeThrough(
    createTarDecoder({ strict: true }) as unknown as TransformStream,
  ) as unknown as AsyncIterable<Entry>;
  try {
    yield* readParts(entries, keyring);
  } catch (error) {
    // The decoder's own words, about headers and sizes.
    if (error instanceof Error && (error.name === 'Error' || error.name === 'TypeError') && !('code' in error)) {
      throw new BadArchive(`it is damaged or cut: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

interface Entry {
  header: { name: string; size: number; type?: string };
  body: AsyncIterable<Uint8Array>;
}

async function* readParts(entries: AsyncIterable<Entry>, keyring: Keyring): AsyncGenerator<ArchivePart> {
  const sums: string[] = [];
  let head: ArchiveHead | null = null;
  let lines: string[] = [];
  let key: { id: string; bytes: Buffer } | null = null;
  let manifest: { text: string; content: ArchiveManifest } | null = null;
  let sealed = false;

  for await (const { header, body } of entries) {
    const { name, size, type = 'file' } = header;
    const part = readPartName(name);
    if (type !== 'file') throw new BadArchive(`${name} is no file`);
    if (sealed || (head === null) !== (part.kind === 'head.json'))
      throw new BadArchive(`${name} stands at a wrong place`);
    if (manifest !== null && part.kind !== 'manifest.mac') throw new BadArchive(`${name} stands at a wrong place`);
    if (key !== null && (part.kind !== 'blob' || part.id !== key.id))
      throw new BadArchive(`${name} stands at a wrong place`);
    const digest = createHash('sha256');
    const told = hashed(body, digest);
    const whole = (max: number) => collect(told, name, size, max);
    const noteSum = () => {
      lines.push(sumLine(digest.digest('hex'), name));
      if (lines.length > PARTS_PER_SUMS) throw new BadArchive('sums are missing');
    };

    if (part.kind === 'head.json') {
      head = readHead(await whole(LIST_BYTES_MAX));
      noteSum();
      yield { kind: 'head', head };
    } else if (part.kind === 'rows') {
      const packed = await whole(2 * ROWS_BYTES);
      noteSum();
      const bytes = await unpack(packed, { maxOutputLength: ROWS_BYTES }).catch(() => {
        throw new BadArchive(`${name} does not unpack`);
      });
      yield { kind: 'rows', table: part.table, bytes };
    } else if (part.kind === 'key') {
      key = { id: part.id, bytes: await whole(KEY_BYTES_MAX) };
      noteSum();
    } else if (part.kind === 'blob') {
      if (key === null) throw new BadArchive(`${name} has no key`);
      const { id, bytes } = key;
      key = null;
      yield { kind: 'blob', id, key: bytes, size, body: told };
      for await (const _ of told);
      noteSum();
    } else if (part.kind === 'sums') {
      const text = (await whole(LIST_BYTES_MAX)).toString();
      const expected = lines.join('');
      if (text !== expected) throw new BadArchive(describeDifference(text, expected));
      lines = [];
      sums.push(digest.digest('hex'));
    } else if (part.kind === 'manifest.json') {
      const text = (await whole(LIST_BYTES_MAX)).toString();
      if (lines.length > 0) throw new BadArchive('sums are missing');
      manifest = { text, content: readManifest(text) };
    } else {
      const seal = await whole(KEY_BYTES_MAX);
      if (manifest === null) throw new BadArchive(`${name} stands at a wrong place`);
      const right = keyring.keyedHash('backup', manifest.text);
      if (seal.length !== right.length || !timingSafeEqual(seal, right)) {
        throw new BadArchive('its manifest is not sealed under this master key: it was changed, or made elsewhere');
      }
      const { content } = manifest;
      if (content.sums.join() !== sums.join() || JSON.stringify(content.head) !== JSON.stringify(head)) {
        throw new BadArchive('parts of it were exchanged');
      }
      sealed = true;
      yield { kind: 'manifest', manifest: content };
    }
  }
  if (!sealed) throw new BadArchive('it is cut: its end is missing');
}

function readManifest(text: string): ArchiveManifest {
  try {
    const content = JSON.parse(text) as ArchiveManifest;
    if (Array.isArray(content.sums) && isRecord(content.head)) return content;
  } catch {
    // Said below.
  }
  throw new BadArchive('its manifest is damaged');
}

async function* hashed(body: AsyncIterable<Uint8Array>, digest: { update: (piece: Uint8Array) => unknown }) {
  for await (const piece of body) {
    digest.update(piece);
    yield piece;
  }
}

async function collect(body: AsyncIterable<Uint8Array>, name: string, size: number, max: number): Promise<Buffer> {
  if (size > max) throw new BadArchive(`${name} is too large`);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Names the first part whose sum is another. */
function describeDifference(written: string, found: string): string {
  const right = new Set(written.split('\n'));
  const wrong = found.split('\n').find((line) => line !== '' && !right.has(line));
  return wrong === undefined
    ? 'parts are missing'
    : `${wrong.slice(wrong.indexOf('  ') + 2)} is not what was written: its SHA-256 differs`;
}
