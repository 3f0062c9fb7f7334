import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { IsolatedFailure } from '#platform/isolated/isolated-process.ts';
import { IsolatedPool } from '#platform/isolated/isolated-pool.ts';
import type { Platform } from '#platform/platform.ts';
import { PREVIEW_BYTES_MAX, PREVIEW_TYPES, PREVIEW_SIDE, type PreviewType } from './preview.ts';
import { type Preview, reservePreview, settlePreview } from './previews-store.ts';
import type { RequestDoor } from './request-door.ts';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The isolated processes that make previews; one at once, since they compete with the rest of the program. */
export const createPreviewPool = () =>
  new IsolatedPool({
    file: pathOf('preview-worker.ts'),
    readable: [
      pathOf('picture.ts'),
      pathOf('preview.ts'),
      dirname(createRequire(import.meta.url).resolve('@silvia-odwyer/photon-node')),
    ],
    processes: 1,
    memoryBytes: 1024 ** 3,
    milliseconds: 30_000,
    answerBytes: PREVIEW_BYTES_MAX,
  });

const isSide = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= PREVIEW_SIDE;

/** What an isolated process says it made, believed only as far as it can be checked. */
function readAnswer({ type, width, height }: Record<string, unknown>): Omit<Preview, 'blobId'> {
  const known = PREVIEW_TYPES.find((one): one is PreviewType => one === type);
  if (known === undefined || !isSide(width) || !isSide(height)) throw new IsolatedFailure('broken_answer');
  return { type: known, width, height };
}

/**
 * Unpacks a picture in an isolated process and keeps it, small and encoded anew, under an id of its own; null where it
 * cannot be unpacked or takes too much. Running again does no harm.
 */
export async function encodePicture(
  { blobs, log }: Pick<Platform, 'blobs' | 'log'>,
  pool: IsolatedPool,
  { originalId, blobId }: { originalId: string; blobId: string },
): Promise<Omit<Preview, 'blobId'> | null> {
  let made: Omit<Preview, 'blobId'>;
  let bytes: Buffer;
  try {
    const answer = await pool.ask({ words: {}, bytes: await buffer(await blobs.read(originalId)) });
    made = readAnswer(answer.words);
    bytes = answer.bytes;
  } catch (error) {
    if (!(error instanceof IsolatedFailure)) throw error;
    log.info({ blob: originalId, reason: error.message }, 'a picture has no preview');
    return null;
  }
  // What an earlier attempt had begun.
  await blobs.remove(blobId);
  await blobs.create(blobId);
  await blobs.append(blobId, Readable.from([bytes]), { at: 0, total: bytes.length });
  return made;
}

/**
 * Makes the preview of a picture and tells open pages of it. A picture that cannot be unpacked, or takes too much, has
 * none; its original is a download like any other. Running again does no harm.
 */
export async function createPreview(
  platform: Pick<Platform, 'db' | 'blobs' | 'log'>,
  door: Pick<RequestDoor, 'announceChange'>,
  pool: IsolatedPool,
  attachmentId: string,
): Promise<void> {
  const wanted = await reservePreview(platform.db, attachmentId);
  if (wanted === undefined) return;
  const { blobId } = wanted;
  const made = await encodePicture(platform, pool, wanted);
  if (made === null) return;
  await transact(platform.db, SYSTEM, async (tx) => {
    const settled = await settlePreview(tx, attachmentId, { blobId, ...made });
    if (settled !== undefined) await door.announceChange(tx, settled.requestId, settled.internal);
  });
}
