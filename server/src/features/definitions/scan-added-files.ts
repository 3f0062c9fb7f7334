import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { BlobDamaged } from '#platform/blobs/segments.ts';
import type { Platform } from '#platform/platform.ts';
import { type CleanFileRow, nextCleanFiles } from './clean-collection-store.ts';
import { scan, type Scanner, type ScanOutcome } from './scan.ts';

export const CLEAN_SCAN_MS = 3_600_000;
const PAGE = 500;
/** So much of the collection is plain at a time. */
const PLAIN_MAX = 512 * 1024 ** 2;

export type AddedFiles = Pick<Platform, 'db' | 'blobs'>;

const nameOf = ({ name, sha256 }: CleanFileRow): string => (name === null ? sha256 : `${name} (${sha256})`);

/**
 * Lets the scanner look at the files that analysts have added, some at a time; hits name them as they were given.
 * `lost` are those whose content is damaged or gone, so that nobody takes them for tried.
 */
export async function scanAddedFiles(
  scanner: Scanner,
  databases: readonly string[],
  { db, blobs }: AddedFiles,
): Promise<Pick<ScanOutcome, 'hits' | 'scanned'> & { lost: string[] }> {
  const hits: ScanOutcome['hits'] = [];
  const lost: string[] = [];
  let scanned = 0;
  const scanTogether = async (files: readonly CleanFileRow[]): Promise<void> => {
    const folder = await mkdtemp(join(scanner.folder, 'clean-'));
    try {
      for (const file of files) {
        const plain = createWriteStream(join(folder, file.id), { mode: 0o600 });
        await pipeline(await blobs.read(file.blob_id), plain).catch((error: unknown) => {
          if (!(error instanceof BlobMissing || error instanceof BlobDamaged)) throw error;
          lost.push(nameOf(file));
        });
      }
      const outcome = await scan(scanner, databases, [folder], CLEAN_SCAN_MS);
      scanned += outcome.scanned;
      const nameById = new Map(files.map((file) => [file.id, nameOf(file)]));
      hits.push(...outcome.hits.map(({ file, label }) => ({ file: nameById.get(basename(file)) ?? file, label })));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  let together: CleanFileRow[] = [];
  let bytes = 0;
  let last: string | null = null;
  for (;;) {
    const rows: CleanFileRow[] = await nextCleanFiles(db, last, PAGE);
    for (const row of rows) {
      if (together.length > 0 && (together.length === PAGE || bytes + Number(row.size) > PLAIN_MAX)) {
        await scanTogether(together);
        [together, bytes] = [[], 0];
      }
      together.push(row);
      bytes += Number(row.size);
    }
    last = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) break;
  }
  if (together.length > 0) await scanTogether(together);
  return { hits, scanned, lost };
}
