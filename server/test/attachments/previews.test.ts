import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '#platform/db/enqueue.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { GIF, halves, jpeg, pixelAt, png, RED, webp } from './pictures.ts';
import { fileWith, uploadCalls } from './upload-calls.ts';

let test: TestApp;
let anna: string;
let engineer: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.signIn('anna@acme.example');
  engineer = await test.signIn('engineer@vendor.example');
});
afterAll(() => test.close());

const preview = (id: string, headers: Record<string, string> = {}, cookie = engineer) =>
  test.app.inject({ method: 'GET', url: `/api/v1/attachments/${id}/preview`, headers: { cookie, ...headers } });

/** Attaches the files, lets the jobs look at them, and answers with the attachments as they are then. */
async function attach(files: Record<string, Buffer>) {
  const { requestId } = await fileWith(
    test,
    anna,
    Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
  );
  await test.runJobs();
  const messages = await test.client(anna).listMessages({ params: { id: requestId } });
  return { requestId, attachments: messages.data[0]?.attachments ?? [] };
}

describe('a preview', () => {
  it('is made of PNG, JPEG, GIF and WebP, encoded anew, and never larger than the picture or 1280 pixels', async () => {
    const noise = randomBytes(2000 * 1000 * 3);
    const photograph = jpeg(2000, 1000, (x, y) => {
      const at = (y * 2000 + x) * 3;
      return [noise[at] ?? 0, noise[at + 1] ?? 0, noise[at + 2] ?? 0, 255];
    });
    const { attachments } = await attach({
      'screen.png': png(300, 200, halves(300)),
      'photograph.jpg': photograph,
      'dot.gif': GIF,
      'long.webp': webp(4000, 2, () => RED),
      'glass.png': png(40, 40, () => [0, 255, 0, 0]),
      'no name for a picture': png(10, 10, () => RED),
    });
    expect(attachments.map(({ preview: size }) => size)).toEqual([
      { width: 300, height: 200 },
      { width: 1280, height: 640 },
      { width: 1, height: 1 },
      { width: 1280, height: 1 },
      { width: 40, height: 40 },
      { width: 10, height: 10 },
    ]);
    const answers = await Promise.all(attachments.map(({ id }) => preview(id)));
    expect(answers.map(({ statusCode, headers }) => [statusCode, headers['content-type']])).toEqual([
      [200, 'image/webp'],
      [200, 'image/jpeg'],
      [200, 'image/webp'],
      [200, 'image/webp'],
      [200, 'image/webp'],
      [200, 'image/webp'],
    ]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-disposition': 'inline',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-cache',
      });
    }
    const [screen, , , , glass] = answers.map(({ rawPayload }) => rawPayload);
    expect(pixelAt(screen ?? GIF, 10, 10)).toEqual([255, 0, 0, 255]);
    expect(pixelAt(screen ?? GIF, 290, 190)).toEqual([0, 0, 255, 255]);
    expect(pixelAt(glass ?? GIF, 5, 5)[3]).toBe(0);
    // The original stays what it was.
    const original = await uploadCalls(test, anna).download(attachments[1]?.id ?? '');
    expect(original.rawPayload.equals(photograph)).toBe(true);
  });

  it('of a photograph stands upright', async () => {
    const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
    const files = orientations.map((way) => [`${way}.jpg`, jpeg(64, 32, halves(64), way)] as const);
    const { attachments } = await attach(Object.fromEntries(files));
    const corners = [];
    for (const { id, preview: size } of attachments) {
      const { rawPayload } = await preview(id);
      const isRed = (x: number, y: number) => (pixelAt(rawPayload, x, y)[0] ?? 0) > 128;
      const { width = 0, height = 0 } = size ?? {};
      corners.push([width, height, isRed(4, 4), isRed(width - 4, 4), isRed(4, height - 4)]);
    }
    expect(corners).toEqual([
      [64, 32, true, false, true],
      [64, 32, false, true, false],
      [64, 32, false, true, false],
      [64, 32, true, false, true],
      [32, 64, true, true, false],
      [32, 64, true, true, false],
      [32, 64, false, false, true],
      [32, 64, false, false, true],
    ]);
  });

  it('carries nothing of what else the picture held', async () => {
    const secret = 'GPS 55.7558 37.6173';
    const { attachments } = await attach({
      'with more.png': Buffer.concat([png(30, 30, () => RED), Buffer.from(secret)]),
    });
    const { rawPayload } = await preview(attachments[0]?.id ?? '');
    expect(rawPayload.length).toBeGreaterThan(0);
    expect(rawPayload.includes(secret)).toBe(false);
  });

  it('is told to open pages, is not sent twice, and is made once', async () => {
    const { requestId, attachments } = await attach({ 'a.png': png(20, 20, () => RED) });
    const id = attachments[0]?.id ?? '';
    const told = await test.platform.db
      .selectFrom('app.live_events')
      .select('type')
      .where('request_id', '=', requestId)
      .where('type', '=', 'request_changed')
      .execute();
    // Once for the state, once for the preview.
    expect(told).toHaveLength(2);
    const first = await preview(id);
    const again = await preview(id, { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    await enqueue(test.platform.db, 'attachment.preview', { attachmentId: id });
    await test.runJobs();
    expect((await preview(id)).headers.etag).toBe(first.headers.etag);
  });

  it('that was cut short is made again, and nothing is left over', async () => {
    const { attachments } = await attach({ 'a.png': png(20, 20, () => RED) });
    const id = attachments[0]?.id ?? '';
    const { preview_blob_id: blob } = await test.platform.db
      .updateTable('app.attachments')
      .set({ preview_type: null, preview_width: null, preview_height: null })
      .where('id', '=', id)
      .returning('preview_blob_id')
      .executeTakeFirstOrThrow();
    await test.platform.blobs.remove(blob ?? '');
    await test.platform.blobs.create(blob ?? '');
    await enqueue(test.platform.db, 'attachment.preview', { attachmentId: id });
    await test.runJobs();
    expect((await preview(id)).headers.etag).toBe(`"${blob}"`);
  });

  it('is for those who may see the file', async () => {
    const { attachments } = await attach({ 'a.png': png(20, 20, () => RED) });
    const id = attachments[0]?.id ?? '';
    expect((await preview(id, {}, anna)).statusCode).toBe(200);
    expect((await preview(id, {}, await test.signIn('clara@globex.example'))).json()).toMatchObject({
      code: 'not_found',
    });
    await test.platform.db
      .updateTable('app.attachments')
      .set({ state: 'infected', reason: null })
      .where('id', '=', id)
      .execute();
    expect((await preview(id)).json()).toMatchObject({ code: 'forbidden' });
    expect((await preview(id, {}, anna)).statusCode).toBe(200);
  });

  it('is not made of anything else, and then not found', async () => {
    const { attachments } = await attach({ 'a.txt': Buffer.from('text'), 'empty.png': Buffer.alloc(0) });
    for (const { id, preview: none } of attachments) {
      expect(none).toBeNull();
      expect((await preview(id)).json()).toMatchObject({ code: 'not_found' });
    }
  });
});
