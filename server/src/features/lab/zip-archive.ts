import {
  configure,
  ERR_ENCRYPTED,
  ERR_INVALID_PASSWORD,
  type FileEntry,
  Uint8ArrayReader,
  ZipReader,
} from '@zip.js/zip.js';

configure({ useWebWorkers: false });

/** What an entry holds goes beyond what is left. */
export class TooMuch extends Error {
  override name = 'TooMuch';
}

const LOCAL_HEADER = Buffer.from('PK\u0003\u0004', 'latin1');
const DIRECTORY_END = Buffer.from('PK\u0005\u0006', 'latin1');
/** The end of the directory and the longest comment behind it. */
const TAIL_BYTES = 22 + 65_535;

/** Where a ZIP archive may be: at the beginning, or behind something else. */
export function zipPlace(bytes: Buffer): 'whole' | 'behind' | null {
  if (bytes.subarray(0, 4).equals(LOCAL_HEADER)) return 'whole';
  const tail = bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES));
  return tail.lastIndexOf(DIRECTORY_END) === -1 ? null : 'behind';
}

/** Takes an entry out. Throws TooMuch as soon as it has more than `max` bytes, whatever the directory says of it. */
async function take(entry: FileEntry, max: number, password?: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array>({
    write(piece) {
      size += piece.length;
      if (size > max) throw new TooMuch();
      pieces.push(Buffer.from(piece));
    },
  });
  await entry.getData(sink, { checkSignature: true, ...(password === undefined ? {} : { password }) });
  return Buffer.concat(pieces);
}

const isWrongPassword = (error: unknown): boolean =>
  error instanceof Error && [ERR_INVALID_PASSWORD, ERR_ENCRYPTED].some((word) => error.message.startsWith(word));

export interface ZipFile {
  path: string;
  /** null: no password fits. */
  bytes: Buffer | null;
  /** The place of the password that fitted among those given; null where none was needed. */
  password: number | null;
}

/**
 * The files of a ZIP archive as they come; each holds at most as many bytes as `left` says at that moment. Throws
 * TooMuch, and whatever the library throws where the archive is damaged.
 */
export async function* zipFiles(
  bytes: Buffer,
  passwords: readonly string[],
  left: () => number,
): AsyncGenerator<ZipFile> {
  // Names are shown, never followed; and whoever made the archive odd wants it refused.
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { strictness: 'tolerant' });
  for await (const entry of reader.getEntriesGenerator()) {
    if (entry.directory) continue;
    yield { path: entry.filename, ...(await open(entry, passwords, left())) };
  }
}

async function open(
  entry: FileEntry,
  passwords: readonly string[],
  max: number,
): Promise<Pick<ZipFile, 'bytes' | 'password'>> {
  if (!entry.encrypted) return { bytes: await take(entry, max), password: null };
  let failure: unknown = null;
  for (const [place, password] of passwords.entries()) {
    try {
      return { bytes: await take(entry, max, password), password: place };
    } catch (error) {
      if (error instanceof TooMuch) throw error;
      // A wrong password of the older cipher passes its test once in 256 times; then the content is rubbish.
      if (!isWrongPassword(error)) failure = error;
    }
  }
  return failure === null || passwords.length > 1 ? { bytes: null, password: null } : Promise.reject(failure);
}
