import { gunzipSync } from 'node:zlib';
import type { Finding } from '@companyaccount/contract/lab';
import { finding, tidyText } from './finding.ts';
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
/** Containers that need tools of their own. */
const UNOPENED: Record<string, string> = {
  'application/x-7z-compressed': '7z',
  'application/x-rar-compressed': 'rar',
  'application/vnd.ms-cab-compressed': 'cab',
  'application/x-xz': 'xz',
  'application/x-bzip2': 'bzip2',
  'application/zstd': 'zstd',
  'application/x-iso9660-image': 'iso',
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

  /** Notes a file; false when there is no room for another. */
  add(path: string, bytes: Buffer | null): boolean {
    if (this.seen >= this.#bounds.files) return false;
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

/** What kind of archive the content is, and how it is opened. */
function openerOf(bytes: Buffer) {
  if (zipPlace(bytes) !== null) return { format: 'zip', open: fromZip };
  if (isTar(bytes)) return { format: 'tar', open: fromTar };
  if (bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b) return { format: 'gzip', open: fromGzip };
  return null;
}

/** Takes the files out of an archive, as far as the bounds let it; whatever ends it early is a finding. */
export async function unpack(
  bytes: Buffer,
  mediaType: string,
  bounds: UnpackBounds,
  givenPassword: string | null,
): Promise<Unpacked> {
  const opener = openerOf(bytes);
  if (opener === null) {
    const format = UNOPENED[mediaType];
    return { findings: format === undefined ? [] : [finding('not_unpacked', { name: format })], files: [] };
  }
  const { format, open } = opener;
  const behind = format === 'zip' && zipPlace(bytes) === 'behind';
  const into = new Collected(bounds);
  const findings: Finding[] = [];
  try {
    findings.push(
      ...(await open(bytes, into, [...USUAL_PASSWORDS, ...(givenPassword === null ? [] : [givenPassword])])),
    );
  } catch (error) {
    // Four bytes that look like the end of a ZIP come by chance too.
    if (behind && into.seen === 0 && !(error instanceof TooMuch)) return { findings: [], files: [] };
    findings.push(
      error instanceof TooMuch ? finding('limit_reached', { name: 'bytes' }) : finding('damaged', { name: format }),
    );
  }
  return {
    findings: [
      ...(behind ? [finding('polyglot', { name: format })] : []),
      finding('archive', { name: format, count: into.seen }),
      finding('unpacked', { count: into.files.length }),
      ...(into.unsafe > 0 ? [finding('unsafe_path', { count: into.unsafe })] : []),
      ...(into.locked > 0 ? [finding('unknown_password', { count: into.locked })] : []),
      ...findings,
    ],
    files: into.files,
  };
}
