import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startS3Server } from '#platform/blobs/s3-server.fixture.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { png, RED } from './pictures.ts';
import { fileWith, uploadCalls } from './upload-calls.ts';

let s3: Awaited<ReturnType<typeof startS3Server>>;
let test: TestApp;
beforeAll(async () => {
  s3 = await startS3Server();
  test = await startTestApp({ config: { blobs: s3.place } });
});
afterAll(async () => {
  await test.close();
  await s3.close();
});

it('the program works on S3-compatible storage: uploads that resume, downloads, ranges, previews, giving up', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const anna = uploadCalls(test, cookie);
  const bytes = randomBytes(9 * 1024 * 1024);
  const { id } = await anna.begin(bytes.length);
  await anna.append(id, 0, bytes.subarray(0, 8_500_000));
  expect((await anna.look(id)).headers['upload-offset']).toBe('8500000');
  await anna.append(id, 8_500_000, bytes.subarray(8_500_000));
  const request = await test.client(cookie).createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'With a file', text: 'See the file.', uploads: [id] },
  });
  const { data } = await test.client(cookie).listMessages({ params: { id: request.id } });
  const attachment = data[0]?.attachments[0]?.id ?? '';
  expect((await anna.download(attachment)).rawPayload.equals(bytes)).toBe(true);
  const part = await anna.download(attachment, { range: 'bytes=8388600-8388700' });
  expect(part.rawPayload.equals(bytes.subarray(8_388_600, 8_388_701))).toBe(true);

  const { attachments } = await fileWith(test, cookie, [{ name: 'a.png', bytes: png(20, 20, () => RED) }]);
  await test.runJobs();
  const url = `/api/v1/attachments/${attachments[0]?.id}/preview`;
  expect((await test.app.inject({ url, headers: { cookie } })).headers['content-type']).toBe('image/webp');

  const given = await anna.whole(randomBytes(10));
  expect((await anna.giveUp(given)).statusCode).toBe(204);
  expect((await anna.look(given)).statusCode).toBe(404);
  // Nothing lies in the data folder.
  expect(await readdir(test.platform.config.dataDir)).not.toContain('blobs');
  expect(await readdir(join(s3.folder, 'files', 'account'))).not.toEqual([]);
});

it('the system page names the place, never who we are there', async () => {
  const admin = await test.as('admin@vendor.example');
  const { blobs } = await admin.getSystemState();
  expect(blobs).toEqual({ kind: 's3', location: `${s3.place.bucketUrl}/account/` });
});
