import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { noteReceipt } from '#features/scanners/index.ts';
import { findCurrentFile } from './releases-store.ts';
import { forgetOldest, hasServed, noteServed } from './scanner-downloads-store.ts';

const SCANNER = /\bUUID: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/u;
/** So many downloads later, those beyond the number that is kept are forgotten. */
const SWEEP_EVERY = 500;

/** Every release has its own, and scanners take it after what stops false alarms: with it they have the release. */
const TELLING_FILE = '-current.cud';

/**
 * The same content, which ends in the moment of its last bytes: a scanner that has them all hangs up at once, and an
 * answer that has not ended by then would count as cut off.
 */
async function* endingWithLastBytes(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  for await (const bytes of content) {
    if (held !== null) yield held;
    held = bytes;
  }
  if (held !== null) yield held;
}

interface Asked {
  file: string;
  /** Whose credential came with the call. */
  caller: Parameters<typeof noteReceipt>[1] | null;
  userAgent: string | undefined;
  ifModifiedSince: string | undefined;
  ifNoneMatch: string | undefined;
}

interface Found {
  sha256: Buffer;
  receive: () => Promise<void>;
}

/** Answers whoever fetches a file of the current release. */
export function definitionFiles({ db, blobs, clock, log }: Platform) {
  let served = 0;
  /** Only what has arrived whole counts: a scanner that was cut off must get it again. */
  const noteWhenSent = (response: ServerResponse, scannerId: string, file: string, { sha256, receive }: Found) => {
    response.once('finish', () => {
      served += 1;
      noteServed(db, scannerId, file, sha256, clock())
        .then(() => (served % SWEEP_EVERY === 0 ? forgetOldest(db) : undefined))
        .then(receive)
        .catch((error: unknown) => log.warn({ err: error }, 'a download of definitions was not noted'));
    });
  };

  return {
    /**
     * The content of a file, or `null` where the client has it already. freshclam sends the time of its own clock at its
     * last download, which proves nothing about what it got: it is believed only when the id that it sends with it was
     * last served just this content. Throws `not_found`.
     * A scanner that says whose it is leaves a receipt, at once for what it has already and else by `noteWhenSent`.
     */
    async find({ file, caller, userAgent, ifModifiedSince, ifNoneMatch }: Asked) {
      const found = await findCurrentFile(db, file);
      if (found === undefined || found.published_at === null) throw new Refusal('not_found');
      const etag = `"${found.sha256.toString('hex')}"`;
      const scannerId = SCANNER.exec(userAgent ?? '')?.[1] ?? null;
      const since = Date.parse(ifModifiedSince ?? '');
      const hasIt =
        ifNoneMatch === etag ||
        (since >= Math.floor(found.published_at.getTime() / 1000) * 1000 &&
          scannerId !== null &&
          (await hasServed(db, scannerId, file, found.sha256)));
      const receive = async () => {
        if (caller === null || scannerId === null) return;
        const release = file.endsWith(TELLING_FILE) ? found.number : null;
        await noteReceipt(db, caller, { scannerId, release, at: clock() });
      };
      if (hasIt) await receive();
      const content = hasIt ? null : Readable.from(endingWithLastBytes(await blobs.read(found.blob_id)));
      return { etag, scannerId, receive, ...found, content };
    },
    noteWhenSent,
  };
}
