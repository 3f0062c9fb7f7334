import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Db } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import { yaraNameOf } from './detection-name.ts';
import { findListed, findListsBySerial } from './hash-lists-views.ts';
import { findCurrent, findRuleNames, listFiles } from './releases-views.ts';
import { inScratch } from './verify-definitions.ts';
import { scan } from './scan.ts';

/** A folder of definitions that no scan has begun with for so long is not used by anybody. */
const UNUSED_MS = 4 * 3_600_000;
const OUT = 'out-';

/** Asks the real scanner with the files of the release that is out, which are kept in the scratch folder while it is. */
export function createReleaseMatcher({ db, blobs, config }: Pick<Platform, 'db' | 'blobs' | 'config'>) {
  const { clamscan, scratchDir } = config.definitions;

  /** Several processes may come here at once: whoever is last throws its own folder away. */
  async function provide(id: string): Promise<string> {
    const place = join(scratchDir, `${OUT}${id}`);
    const now = new Date();
    const isThere = await utimes(place, now, now).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
    await removeUnused(scratchDir);
    const fresh = await mkdtemp(join(scratchDir, 'tried-'));
    for (const { name, blob_id: blobId } of await listFiles(db, id)) {
      // Nothing but listed hashes, by the million: the database knows them without loading all of them for each file.
      if (name.endsWith('-base.cud')) continue;
      await pipeline(await blobs.read(blobId), createWriteStream(join(fresh, name), { mode: 0o600 }));
    }
    await rename(fresh, place).catch(() => rm(fresh, { recursive: true, force: true }));
    return place;
  }

  return {
    /**
     * The names of the detections that hit this content, under the default settings of the scanner; null where it cannot
     * be asked. Throws ToolFailure.
     */
    match: async (bytes: Buffer): Promise<string[] | null> => {
      const current = await findCurrent(db);
      // Without a release there is nothing to ask for, and the scanner need not be there.
      if (current === undefined) return [];
      if (clamscan === null) return null;
      return inScratch(scratchDir, async (folder) => {
        const databases = await provide(current.id);
        const place = join(folder, 'sample');
        await mkdir(place, { mode: 0o700 });
        await writeFile(join(place, 'file'), bytes, { mode: 0o600 });
        const { hits } = await scan({ command: clamscan, folder }, [databases], [place]);
        const sha256 = createHash('sha256').update(bytes).digest();
        const names = [
          ...(await namesOf(
            db,
            hits.map(({ label }) => label),
          )),
          ...(await findListed(db, sha256)),
        ];
        return [...new Set(names)];
      });
    },
  };
}

async function removeUnused(scratch: string): Promise<void> {
  for (const name of await readdir(scratch)) {
    const made = name.startsWith(OUT) ? await stat(join(scratch, name)).catch(() => null) : null;
    if (made !== null && Date.now() - made.mtimeMs > UNUSED_MS) {
      await rm(join(scratch, name), { recursive: true, force: true });
    }
  }
}

/** The detections that the scanner means by its labels. */
async function namesOf(db: Db, labels: readonly string[]): Promise<string[]> {
  const parsed = labels.flatMap((label) => {
    const [, name, serial] = /^(?!YARA\.)(.+)-(\d+)-\d+$/u.exec(label) ?? [];
    return name === undefined || serial === undefined ? [] : [{ name, serial }];
  });
  const lists = await findListsBySerial(
    db,
    parsed.map(({ serial }) => serial),
  );
  // A hash of a list may have a name of its own; what is out is the list.
  const names = parsed.map(({ name, serial }) => lists.get(serial) ?? name);
  const rules = labels.filter((one) => one.startsWith('YARA.')).map((one) => one.slice(5).replace(/_\d+_\d+$/u, ''));
  const ruled = rules.length === 0 ? [] : await findRuleNames(db);
  return [...names, ...ruled.filter((name) => rules.includes(yaraNameOf(name)))];
}
