import type { ServerResponse } from 'node:http';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { findCurrentFile } from './releases-store.ts';
import { forgetOldest, hasServed, noteServed } from './scanner-downloads-store.ts';

const SCANNER = /\bUUID: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/u;
/** So many downloads later, those beyond the number that is kept are forgotten. */
const SWEEP_EVERY = 500;

interface Asked {
  file: string;
  userAgent: string | undefined;
  ifModifiedSince: string | undefined;
  ifNoneMatch: string | undefined;
}

/** Answers whoever fetches a file of the current release. */
export function definitionFiles({ db, blobs, clock, log }: Platform) {
  let served = 0;
  /** Only what has arrived whole counts: a scanner that was cut off must get it again. */
  const noteWhenSent = (response: ServerResponse, scannerId: string, file: string, sha256: Buffer) => {
    response.once('finish', () => {
      served += 1;
      noteServed(db, scannerId, file, sha256, clock())
        .then(() => (served % SWEEP_EVERY === 0 ? forgetOldest(db) : undefined))
        .catch((error: unknown) => log.warn({ err: error }, 'a download of definitions was not noted'));
    });
  };

  return {
    /**
     * The content of a file, or `null` where the client has it already. freshclam sends the time of its own clock at its
     * last download, which proves nothing about what it got: it is believed only when the id that it sends with it was
     * last served just this content. Throws `not_found`.
     */
    async find({ file, userAgent, ifModifiedSince, ifNoneMatch }: Asked) {
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
      return { etag, scannerId, ...found, content: hasIt ? null : await blobs.read(found.blob_id) };
    },
    noteWhenSent,
  };
}
