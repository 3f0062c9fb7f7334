import { gunzipSync } from 'node:zlib';
import type { Finding } from '@companyaccount/contract/lab';
import { finding, tidyText } from './finding.ts';
import { packedFiles, type PackedFormat, packedFormats } from './packed-archive.ts';
import { isTar, tarFiles } from './tar-archive.ts';
import { TooMuch, zipFiles, zipPlace } from './zip-archive.ts';

/** With a thousand files still few enough words for one answer. */
const PATH_MAX = 200;
/** What people agree on when they send each other samples. */
export const USUAL_PASSWORDS = ['infected', 'virus', 'malware'] as const;

export interface UnpackBounds {
  /** Of all files of the archive together. */
  bytes: number;
  files: number;
}
interface ArchiveFile {
  path: string;
  bytes: Buffer;
}
export interface Unpacked {
  findings: Finding[];
  files: ArchiveFile[];
}

const leadsOut = (path: string): boolean => /^([/\\]|[a-z]:)/iu.test(path) || /(^|[/\\])\.\.([/\\]|$)/u.test(path);
/** Containers that nothing here opens. */
const UNOPENED: Record<string, string> = {
  'application/vnd.ms-cab-compressed': 'cab',
  'application/x-apple-diskimage': 'dmg',
};

/** Collects the files of one archive, and what is to be said of it. */
class Collected {
  readonly files: ArchiveFile[] = [];
  readonly #bounds: UnpackBounds;
  #bytes = 0;
  seen = 0;
  unsafe = 0;
  locked = 0;

  constructor(bounds: UnpackBounds) {
    this.#bounds = bounds;
  }

  left = (): number => this.#bounds.bytes - this.#bytes;
  filesLeft = (): number => this.#bounds.files - this.seen;

  /** Notes a file; false when there is no room for another. */
  add(path: string, bytes: Buffer | null): boolean {
    if (this.filesLeft() <= 0) return false;
    this.seen += 1;
    if (leadsOut(path)) this.unsafe += 1;
    if (bytes === null) this.locked += 1;
    else {
      if (bytes.length > this.left()) throw new TooMuch();
      this.#bytes += bytes.length;
      this.files.push({ path: tidyText(path, PATH_MAX), bytes });
    }
    return true;
  }
}

async function fromZip(bytes: Buffer, into: Collected, passwords: readonly string[]): Promise<Finding[]> {
  const fitted = new Set<number>();
  const findings: Finding[] = [];
  for await (const { path, bytes: content, password } of zipFiles(bytes, passwords, into.left)) {
    if (!into.add(path, content)) {
      findings.push(finding('limit_reached', { name: 'files' }));
      break;
    }
    if (password !== null) fitted.add(password);
  }
  for (const place of fitted) findings.push(finding('password', { name: USUAL_PASSWORDS[place] ?? 'given' }));
  return findings;
}

function fromTar(bytes: Buffer, into: Collected): Finding[] {
  for (const { path, bytes: content } of tarFiles(bytes)) {
    if (!into.add(path, content)) return [finding('limit_reached', { name: 'files' })];
  }
  return [];
}

function fromGzip(bytes: Buffer, into: Collected): Finding[] {
  try {
    into.add('content', gunzipSync(bytes, { maxOutputLength: into.left() }));
    return [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TooMuch();
    throw error;
  }
}

const fromPacked =
  ({ name, type }: PackedFormat) =>
  async (bytes: Buffer, into: Collected, passwords: readonly string[]): Promise<Finding[]> => {
    const bounds = { files: into.filesLeft(), bytes: into.left() };
    const { listed, files, locked, password, damaged, ended } = await packedFiles(bytes, type, passwords, bounds);
    for (const { path, bytes: content } of files) into.add(path, content);
    into.seen += Math.max(0, Math.min(bounds.files, listed.length) - files.length);
    into.unsafe += listed.filter(leadsOut).length;
    into.locked += locked;
    return [
      ...(password === null ? [] : [finding('password', { name: USUAL_PASSWORDS[password] ?? 'given' })]),
      ...(ended === null ? [] : [finding('limit_reached', { name: ended })]),
      ...(damaged ? [finding('damaged', { name })] : []),
    ];
  };

interface Opener {
  format: string;
  open: (bytes: Buffer, into: Collected, passwords: readonly string[]) => Finding[] | Promise<Finding[]>;
  /** It stands behind something else, or seems to: a few bytes that look like its end come by chance too. */
  behind?: true;
}

/** As which archives the content can be opened: one that hides another is opened as both. */
function openersOf(bytes: Buffer, mediaType: string): Opener[] {
  const place = zipPlace(bytes);
  if (place === 'whole') return [{ format: 'zip', open: fromZip }];
  const openers: Opener[] = packedFormats(bytes, mediaType).map((one) => ({ format: one.name, open: fromPacked(one) }));
  if (isTar(bytes)) openers.push({ format: 'tar', open: fromTar });
  if (bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b) openers.push({ format: 'gzip', open: fromGzip });
  if (place === 'behind') openers.push({ format: 'zip', open: fromZip, behind: true });
  return openers;
}

/** What one way to open the content finds; whatever ends it early is a finding. */
async function openAs(
  { format, open, behind }: Opener,
  bytes: Buffer,
  into: Collected,
  passwords: readonly string[],
): Promise<Finding[]> {
  const before = into.seen;
  const said: Finding[] = [];
  try {
    said.push(...(await open(bytes, into, passwords)));
  } catch (error) {
    const tooMuch = error instanceof TooMuch;
    if (behind === true && into.seen === before && !tooMuch) return [];
    said.push(tooMuch ? finding('limit_reached', { name: 'bytes' }) : finding('damaged', { name: format }));
  }
  const found = finding('archive', { name: format, count: into.seen - before });
  return [...(behind === true ? [finding('polyglot', { name: format })] : []), found, ...said];
}

/** Takes the files out of an archive, as far as the bounds let it; whatever ends it early is a finding. */
export async function unpack(
  bytes: Buffer,
  mediaType: string,
  bounds: UnpackBounds,
  givenPassword: string | null,
): Promise<Unpacked> {
  const openers = openersOf(bytes, mediaType);
  if (openers.length === 0) {
    const format = UNOPENED[mediaType];
    return { findings: format === undefined ? [] : [finding('not_unpacked', { name: format })], files: [] };
  }
  const into = new Collected(bounds);
  const passwords = [...USUAL_PASSWORDS, ...(givenPassword === null ? [] : [givenPassword])];
  const findings: Finding[] = [];
  for (const opener of openers) findings.push(...(await openAs(opener, bytes, into, passwords)));
  if (findings.length === 0) return { findings, files: [] };
  return {
    findings: [
      ...findings,
      finding('unpacked', { count: into.files.length }),
      ...(into.unsafe > 0 ? [finding('unsafe_path', { count: into.unsafe })] : []),
      ...(into.locked > 0 ? [finding('unknown_password', { count: into.locked })] : []),
    ],
    files: into.files,
  };
}
