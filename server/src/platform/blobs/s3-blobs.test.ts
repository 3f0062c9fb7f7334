import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { describeBlobStore, pieces } from './blob-store.fixture.ts';
import { BlobMissing, type BlobStore } from './blob-store.ts';
import { createS3Blobs } from './s3-blobs.ts';
import { PART_BYTES } from './s3-body.ts';
import { S3Client, type S3Place } from './s3-client.ts';
import { startS3Server } from './s3-server.fixture.ts';
import { BlobDamaged, SEGMENT_BYTES } from './segments.ts';

// What the server it runs on lacks, aborting and listing, is only shown to do no harm.
const keyring = createKeyring([randomBytes(32)]);
let server: Awaited<ReturnType<typeof startS3Server>>;
let folder: string;
let place: S3Place;
let blobs: BlobStore;
beforeAll(async () => {
  server = await startS3Server();
  ({ folder, place } = server);
  blobs = storeAt(place);
});
afterAll(() => server.close());

const storeAt = (where: S3Place) => createS3Blobs(new S3Client(where), keyring, () => new Date());
const fileOf = (id: string, more = '') => join(folder, 'files', 'account', id.slice(-2), `${id}${more}._S3rver_object`);
const namesOf = async (id: string) => {
  const names = await readdir(join(folder, 'files', 'account', id.slice(-2))).catch(() => []);
  return names
    .filter((name) => name.startsWith(id) && name.endsWith('._S3rver_object'))
    .map((name) => name.replace('._S3rver_object', ''));
};

describeBlobStore({ blobs: () => blobs, namesOf, runs: 12 });

const large = randomBytes(2 * PART_BYTES + 3 * SEGMENT_BYTES + 5);

describe('parts', () => {
  it.each([PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES, large.length])(
    'make a blob of %d bytes, in one call and in several',
    async (size) => {
      const bytes = large.subarray(0, size);
      for (const cuts of [[], [10], [PART_BYTES - 5, PART_BYTES]]) {
        const id = randomUUID();
        await blobs.create(id);
        let at = 0;
        for (const end of [...cuts.filter((cut) => cut < size), size]) {
          await blobs.append(id, pieces(bytes.subarray(at, end), [65_536]), { at, total: size });
          at = end;
        }
        expect(await blobs.stat(id)).toEqual({ size, finished: true });
        expect((await buffer(await blobs.read(id))).equals(bytes)).toBe(true);
        const from = Math.max(0, size - 5);
        expect((await buffer(await blobs.read(id, { start: from, end: size }))).equals(bytes.subarray(from))).toBe(
          true,
        );
        expect((await namesOf(id)).sort()).toEqual([id, `${id}.key`]);
        await blobs.remove(id);
      }
    },
  );

  it('written before the writer was killed are kept, and another process goes on after them', async () => {
    const id = randomUUID();
    await blobs.create(id);
    // A killed writer writes no tail and says nothing any more.
    const never = new AbortController();
    async function* killed() {
      yield* pieces(large.subarray(0, 2 * PART_BYTES + 100), [65_536]);
      never.abort();
      yield Buffer.from('never written');
    }
    await expect(blobs.append(id, killed(), { at: 0, total: large.length, signal: never.signal })).rejects.toThrow(
      'abort',
    );
    const other = storeAt(place);
    expect(await other.stat(id)).toEqual({ size: 2 * PART_BYTES, finished: false });
    const rest = pieces(large.subarray(2 * PART_BYTES), [65_536]);
    await other.append(id, rest, { at: 2 * PART_BYTES, total: large.length });
    expect((await buffer(await blobs.read(id))).equals(large)).toBe(true);
  });

  it('are forgotten with the blob', async () => {
    const id = randomUUID();
    await blobs.create(id);
    await blobs.append(id, pieces(large, [65_536]), { at: 0 });
    await blobs.remove(id);
    await blobs.sweep();
    expect(await namesOf(id)).toEqual([]);
    await expect(blobs.stat(id)).rejects.toThrow(BlobMissing);
  });
});

describe('the storage', () => {
  it('holds no plaintext', async () => {
    const text = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$TEST';
    const id = randomUUID();
    await blobs.create(id);
    await blobs.append(id, pieces(Buffer.from(text.repeat(40_000)), [65_536]), { at: 0 });
    expect((await readFile(fileOf(id, '.tail'))).includes(text)).toBe(false);
    await blobs.finish(id);
    expect((await readFile(fileOf(id))).includes(text)).toBe(false);
  });

  it('cannot change, cut or exchange what is read from it', async () => {
    const id = randomUUID();
    await blobs.create(id);
    await blobs.append(id, pieces(large.subarray(0, SEGMENT_BYTES + 500), [65_536]), {
      at: 0,
      total: SEGMENT_BYTES + 500,
    });
    const original = await readFile(fileOf(id));
    const flipped = Buffer.from(original);
    flipped.writeUInt8(flipped.readUInt8(100) ^ 1, 100);
    for (const bad of [
      flipped,
      original.subarray(0, original.length - 528),
      original.subarray(0, original.length - 1),
    ]) {
      await writeFile(fileOf(id), bad);
      const reading = async () => buffer(await blobs.read(id));
      await expect(reading()).rejects.toThrow(BlobDamaged);
    }
  });

  it('is checked: it answers, knows us, and has the bucket', async () => {
    await blobs.check();
    await expect(storeAt({ ...place, bucketUrl: place.bucketUrl.replace('files', 'other') }).check()).rejects.toThrow(
      '404',
    );
    await expect(storeAt({ ...place, accessKeyId: 'nobody' }).check()).rejects.toThrow('403');
  });

  it('that is busy is asked again, and one that is away is named without its secret', async () => {
    let calls = 0;
    const busy = createServer((_request, response) => {
      calls += 1;
      response.writeHead(calls < 3 ? 503 : 200).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => busy.once('listening', resolve));
    const { port } = busy.address() as AddressInfo;
    const bucketUrl = `http://127.0.0.1:${port}/files`;
    await storeAt({ ...place, bucketUrl }).check();
    expect(calls).toBe(3);
    await new Promise((resolve) => busy.close(resolve));
    const away = storeAt({ ...place, bucketUrl, secretAccessKey: 'do not tell' }).check();
    await expect(away).rejects.toThrow('ECONNREFUSED');
    await expect(away).rejects.not.toThrow('do not tell');
  });
});
