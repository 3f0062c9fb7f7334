import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { SAMPLE_ZIP_PASSWORD } from '@companyaccount/contract/samples';
import { configure, ZipWriter } from '@zip.js/zip.js';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { insertSampleLink, takeSampleLink } from './sample-links-store.ts';
import { findSample, type SampleRow } from './samples-access.ts';

const LINK_MS = 120_000;
const AES_256 = 3;
const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
configure({ useWebWorkers: false });

/** Makes a link that gives the sample once to the session that asks; answers with its token. */
export async function prepareDownload(
  tx: Tx,
  { sessionId }: Agent,
  sha256: string,
  at: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const { id: sampleId } = await findSample(tx, sha256);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(at.getTime() + LINK_MS);
  await insertSampleLink(tx, { tokenHash: hashToken(token), sampleId, sessionId, expiresAt }, at);
  await audit(tx, 'sample.link_made', { type: 'sample', id: sampleId });
  return { token, expiresAt };
}

/** Uses a link up and answers with its sample. Throws `link_expired` for any link that is not, or no longer, this one. */
export async function openDownload(
  tx: Tx,
  { sessionId }: Agent,
  sha256: string,
  token: string,
  at: Date,
): Promise<SampleRow> {
  const sample = await findSample(tx, sha256);
  const link = { tokenHash: hashToken(token), sampleId: sample.id, sessionId };
  if (!(await takeSampleLink(tx, link, at))) throw new Refusal('link_expired');
  await audit(tx, 'sample.downloaded', { type: 'sample', id: sample.id });
  return sample;
}

/** A ZIP archive with the content as its only file, encrypted as it passes; breaks off where the content does. */
export function lockedArchive(name: string, content: Readable, at: Date): Readable {
  const through = new TransformStream<Uint8Array, Uint8Array>();
  const writer = new ZipWriter(through.writable, {
    password: SAMPLE_ZIP_PASSWORD,
    encryptionStrength: AES_256,
    // Compressing it would tell more by its length than encrypting hides, and take longer.
    level: 0,
    // Its length is not known before its end.
    zip64: true,
    lastModDate: at,
  });
  const write = async (): Promise<void> => {
    await writer.add(name, Readable.toWeb(content) as ReadableStream<Uint8Array>);
    await writer.close();
  };
  write().catch((error: unknown) => {
    content.destroy();
    through.writable.abort(error).catch(() => undefined);
  });
  return Readable.fromWeb(through.readable as never);
}
