import { Readable } from 'node:stream';
import type { RequestSummary } from '@companyaccount/contract/requests';
import { TextReader, ZipWriter } from '@zip.js/zip.js';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { type Scope, SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { archiveName } from './archive-name.ts';
import { type Dialogues, listMembersOf, loadCompanyData, loadDialogues } from './company-data-views.ts';

type Pages = AsyncIterable<readonly RequestSummary[]>;
/** A file of the archive: a value as JSON, or bytes. */
type Entry = { name: string; value: unknown } | { name: string; content: Readable };

/** Requests of one page whose messages are loaded by one statement. */
const LOADED = 50;

/**
 * Everything of a company as the bytes of a ZIP archive, piece by piece as they come: JSON by the names of the API, and
 * the files beside it. Each page is loaded behind the wall, in the scope of the member who asked for it.
 */
export async function* writeCompanyArchive(
  platform: Pick<Platform, 'db' | 'blobs' | 'clock'>,
  scope: Scope & { side: 'customer' },
  pages: Pages,
): AsyncGenerator<Uint8Array> {
  const through = new TransformStream<Uint8Array, Uint8Array>();
  // Neither its length nor those of its files are known before their end.
  const zip = new ZipWriter(through.writable, { zip64: true, useWebWorkers: false, lastModDate: platform.clock() });
  const write = async () => {
    for await (const entry of entriesOf(platform, scope, pages)) {
      await zip.add(
        entry.name,
        'content' in entry
          ? (Readable.toWeb(entry.content) as ReadableStream<Uint8Array>)
          : new TextReader(`${JSON.stringify(entry.value, null, 2)}\n`),
      );
    }
    await zip.close();
  };
  const writing = write().catch(async (error: unknown) => {
    await through.writable.abort(error).catch(() => undefined);
    throw error;
  });
  // Told below, where nothing was read to the end before it.
  writing.catch(() => undefined);
  yield* Readable.fromWeb(through.readable as never);
  await writing;
}

async function* entriesOf(
  { db, blobs, clock }: Pick<Platform, 'db' | 'blobs' | 'clock'>,
  scope: Scope & { side: 'customer' },
  pages: Pages,
): AsyncGenerator<Entry> {
  const { company, licenses, environments } = await transact(db, scope, loadCompanyData);
  yield { name: 'company.json', value: { ...company, exportedAt: clock().toISOString() } };
  yield { name: 'members.json', value: await transact(db, SYSTEM, (tx) => listMembersOf(tx, scope.companyId)) };
  yield { name: 'licenses.json', value: licenses };
  yield { name: 'environments.json', value: environments };
  for await (const page of pages) {
    for (let at = 0; at < page.length; at += LOADED) {
      const requests = page.slice(at, at + LOADED);
      const ids = requests.map(({ id }) => id);
      const found = await transact(db, scope, (tx) => loadDialogues(tx, ids));
      for (const request of requests) yield* entriesOfRequest(blobs, request, found);
    }
  }
}

async function* entriesOfRequest(
  blobs: Platform['blobs'],
  request: RequestSummary,
  { messages, course, files }: Dialogues,
): AsyncGenerator<Entry> {
  const own = <T extends { requestId: string }>(rows: readonly T[]) =>
    rows.filter(({ requestId }) => requestId === request.id).map(({ requestId: _, ...row }) => row);
  const written: object[] = [];
  let count = 0;
  for (const { blobId, ...file } of own(files)) {
    count += 1;
    // What was sent to be looked at may be malware: an archive that is opened without a thought is no place for it.
    const withheld = request.desk === 'lab' || file.state === 'infected';
    const content = withheld ? null : await openFile(blobs, blobId);
    const path = content === null ? null : `files/${request.number}/${archiveName(count, file.name)}`;
    written.push({ ...file, path });
    if (content !== null && path !== null) yield { name: path, content };
  }
  yield {
    name: `requests/${request.number}.json`,
    value: { ...request, messages: own(messages), course: own(course), files: written },
  };
}

/** Null where the file was deleted meanwhile. */
async function openFile(blobs: Platform['blobs'], id: string): Promise<Readable | null> {
  try {
    return await blobs.read(id);
  } catch (error) {
    if (error instanceof BlobMissing) return null;
    throw error;
  }
}
