import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueue } from '#platform/db/enqueue.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { fileWith, uploadCalls } from './upload-calls.ts';

let test: TestApp;
let cookie: string;
beforeAll(async () => {
  test = await startTestApp();
  cookie = await test.signIn('anna@acme.example');
});
afterAll(() => test.close());

const blobFiles = async () =>
  (await readdir(join(test.platform.config.dataDir, 'blobs'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const expire = async () => {
  await enqueue(test.platform.db, 'uploads.expire', {});
  await test.runJobs();
};

it('clears away what no message took in time, with its bytes, and nothing else', async () => {
  const anna = uploadCalls(test, cookie);
  const { attachments } = await fileWith(test, cookie, [{ name: 'kept.txt', bytes: Buffer.from('kept') }]);
  const fresh = await anna.whole(randomBytes(10));
  const finished = await anna.whole(randomBytes(10));
  const { id: begun } = await anna.begin(3_000_000);
  await anna.append(begun, 0, randomBytes(1_500_000));
  const { id: lost } = await anna.begin(5);
  await test.platform.blobs.remove(lost);
  const past = new Date(Date.now() - 1);
  await test.platform.db
    .updateTable('app.uploads')
    .set({ expires_at: past })
    .where('id', 'in', [finished, begun, lost])
    .execute();

  await expire();
  const left = await test.platform.db.selectFrom('app.uploads').select('id').execute();
  expect(left).toEqual([{ id: fresh }]);
  const files = await blobFiles();
  for (const id of [finished, begun, lost]) expect(files.filter((name) => name.startsWith(id))).toEqual([]);
  expect(files).toHaveLength(4);
  expect((await anna.download(attachments[0]?.id ?? '')).body).toBe('kept');

  await expire();
  expect(await blobFiles()).toEqual(files);
});

it('refuses to go on with an upload past its time', async () => {
  const anna = uploadCalls(test, cookie);
  const { id } = await anna.begin(10);
  const past = new Date(Date.now() - 49 * 3_600_000);
  await test.platform.db.updateTable('app.uploads').set({ created_at: past }).where('id', '=', id).execute();
  expect((await anna.append(id, 0, randomBytes(10))).statusCode).toBe(404);
  expect((await anna.look(id)).statusCode).toBe(404);
});
