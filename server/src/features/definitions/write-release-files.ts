import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '#platform/blobs/blob-store.ts';
import type { Db } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';
import { buildContainer, type ContainerFile, type ContainerHeader } from './build-container.ts';
import { allowedFileLine, listText, type SignatureFile, signatureLine } from './clamav-lines.ts';
import type { BasePlan, ComposedList } from './hash-list.ts';
import { containerFileOf, writeHashFile } from './write-hash-files.ts';
import type { ComposedDetection, Composition, ReleaseFile } from './releases-store.ts';

const ENDINGS = ['hsb', 'ndb', 'ldb'] as const;
/** Stands where there is no rule: clients take a file without any for an error. It matches nothing. */
const NO_RULES = `rule no_rules {
strings:
  $nothing = "this set of rules is empty"
condition:
  $nothing and filesize == 0
}
`;

/** The lines of these detections by the file that each belongs to. */
function linesOf(detections: readonly ComposedDetection[]): Record<SignatureFile, string[]> {
  const lines: Record<SignatureFile, string[]> = { hsb: [], ndb: [], ldb: [], yar: [] };
  for (const { name, revision, signatures } of detections) {
    for (const { serial, ...signature } of signatures) {
      const { file, line } = signatureLine({ name, serial, revision }, signature);
      lines[file].push(line);
    }
  }
  return lines;
}

/** Writes the signatures of some detections as loose files into a folder; false where there are none. */
export async function writeLooseFiles(folder: string, detections: readonly ComposedDetection[]): Promise<boolean> {
  const lines = linesOf(detections);
  const filled = Object.entries(lines).filter(([, content]) => content.length > 0);
  await Promise.all(filled.map(([ending, content]) => writeFile(join(folder, `tried.${ending}`), listText(content))));
  return filled.length > 0;
}

const containerFile = (name: string, lines: readonly string[]): ContainerFile => {
  const content = Buffer.from(listText(lines));
  return { name, bytes: content.length, content: () => [content] };
};

/** What a release is written from. */
export interface ReleaseSource {
  db: Db;
  composition: Composition;
  header: Omit<ContainerHeader, 'signatures'>;
  /** Which lists of hashes stand where. */
  plan: BasePlan;
  /** The base container that is out, where it stays as it is. */
  base: (() => Promise<AsyncIterable<Uint8Array>>) | null;
}

/** Writes the files of a release into a folder as clients fetch them, and answers with their names. */
export async function writeReleaseFiles(folder: string, name: string, source: ReleaseSource): Promise<string[]> {
  const { db, header, plan, base } = source;
  const { detections, entries, lists } = source.composition;
  const kept = detections.filter(({ state }) => state !== 'withdrawn');
  const allowed = entries.filter(({ state }) => state !== 'withdrawn');
  const lines = linesOf(kept);
  const files = allowed.filter(({ kind }) => kind === 'file');
  const signatures = allowed.filter(({ kind }) => kind === 'signature').map(({ value }) => value);
  await writeFile(
    join(folder, `${name}.sfp`),
    listText(files.map(({ value }, at) => allowedFileLine(value, null, `Allowed-${at + 1}`))),
  );
  await writeFile(join(folder, `${name}.ign2`), listText([...signatures, ...plan.silenced]));
  await writeFile(join(folder, `${name}.yar`), lines.yar.length === 0 ? NO_RULES : lines.yar.join('\n'));
  const basePath = join(folder, `${name}-base.cud`);
  const listed = (ids: readonly string[]) => lists.filter(({ id }) => ids.includes(id));
  const sizeOf = (some: readonly ComposedList[]) => some.reduce((sum, { accepted }) => sum + accepted, 0);
  if (base === null) {
    const inBase = listed(plan.base);
    const file = `${name}-base.hsb`;
    const content = inBase.length === 0 ? containerFile(file, []) : await hashPart(db, join(folder, file), inBase);
    // The version rises with each base, and the first, of nothing, is 1 with every installation.
    const version = inBase.length === 0 && plan.first ? 1 : header.version;
    await buildContainer(basePath, [content], { ...header, version, signatures: sizeOf(inBase) });
    await rm(join(folder, file), { force: true });
  } else {
    await pipeline(await base(), createWriteStream(basePath, { mode: 0o600 }));
  }
  const waiting = listed(plan.current);
  const hashes = `${name}-current.hsb`;
  const parts: ContainerFile[] = ENDINGS.filter((ending) => ending !== 'hsb' && lines[ending].length > 0).map(
    (ending) => containerFile(`${name}-current.${ending}`, lines[ending]),
  );
  // A container needs a file in it, if only one that says that there is nothing.
  if (waiting.length > 0) parts.unshift(await hashPart(db, join(folder, hashes), waiting, lines.hsb));
  else if (lines.hsb.length > 0 || parts.length === 0) parts.unshift(containerFile(hashes, lines.hsb));
  await buildContainer(join(folder, `${name}-current.cud`), parts, {
    ...header,
    signatures: ENDINGS.reduce((sum, ending) => sum + lines[ending].length, sizeOf(waiting)),
  });
  await rm(join(folder, hashes), { force: true });
  return ['.sfp', '.ign2', '-base.cud', '-current.cud', '.yar'].map((ending) => `${name}${ending}`);
}

async function hashPart(db: Db, path: string, lists: readonly ComposedList[], lines: readonly string[] = []) {
  await writeHashFile(db, path, lists, lines);
  return containerFileOf(path);
}

/** Keeps a file as a blob. */
export async function saveReleaseFile(blobs: BlobStore, folder: string, name: string): Promise<ReleaseFile> {
  const path = join(folder, name);
  const { size } = await stat(path);
  const digest = createHash('sha256');
  const blobId = newId();
  await blobs.create(blobId);
  async function* told() {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      digest.update(chunk);
      yield chunk;
    }
  }
  await blobs.append(blobId, told(), { at: 0, total: size });
  return { name, blobId, size, sha256: digest.digest() };
}
