// Pictures made to exhaust, crash or deceive whoever unpacks them (Mattermost CVE-2023-5330, Mastodon CVE-2023-36460).
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GIF, jpeg, png, pngOf, RED, webp } from '../attachments/pictures.ts';
import { fileWith, uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

const SCRIPT = '<script>alert(document.cookie)</script>';
const whole = png(64, 64, () => RED);
const photograph = jpeg(64, 64, () => RED);
const wide = webp(64, 64, () => RED);
const giant = (bytes: Buffer, write: (copy: Buffer) => void) => {
  const copy = Buffer.from(bytes);
  write(copy);
  return copy;
};

/** Pixels beyond what the head says are never unpacked, so of this one there is a preview, of four by four pixels. */
const SAID_SMALL = 'said small, packed large.png';
const BOMBS: Record<string, Buffer> = {
  '50000 by 50000.png': pngOf(50_000, 50_000, deflateSync(Buffer.alloc(1_000_000))),
  'more than 31 bits.png': pngOf(0xffff_ffff, 0xffff_ffff, deflateSync(Buffer.alloc(10))),
  'no pixels.png': pngOf(0, 0, deflateSync(Buffer.alloc(0))),
  'said large, packed small.png': pngOf(7000, 7000, deflateSync(Buffer.alloc(10))),
  'cut.png': whole.subarray(0, whole.length / 2),
  'only a head.png': whole.subarray(0, 20),
  'cut.jpg': photograph.subarray(0, 150),
  '65535 by 65535.jpg': giant(photograph, (copy) => {
    const frame = copy.indexOf(Buffer.from([0xff, 0xc0]));
    copy.writeUInt32BE(0xffff_ffff, frame + 5);
  }),
  'only segments.jpg': Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    Buffer.alloc(2_000_000, Buffer.from([0xff, 0xe0, 0, 2])),
  ]),
  '16383 by 16383.webp': giant(wide, (copy) => copy.writeUInt32LE(0x0fff_ffff, 21)),
  '65535 by 65535.gif': giant(GIF, (copy) => copy.writeUInt32LE(0xffff_ffff, 6)),
  'a script in disguise.gif': Buffer.from(`GIF89a/*${SCRIPT}*/`),
  'drawing.png': Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`),
  'page.jpg': Buffer.from(`<html>${SCRIPT}`),
};

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('have no preview, leave the program as it was, and stay downloads', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const files = Object.entries(BOMBS).map(([name, bytes]) => ({ name, bytes }));
  const { requestId, attachments } = await fileWith(test, cookie, [
    ...files,
    { name: SAID_SMALL, bytes: pngOf(4, 4, deflateSync(Buffer.alloc(50_000_000))) },
    // After all of them a harmless one is still looked at.
    { name: 'harmless.png', bytes: whole },
  ]);
  const before = process.memoryUsage().rss;
  await test.runJobs();
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  const { data } = await test.client(cookie).listMessages({ params: { id: requestId } });
  const seen = Object.fromEntries((data[0]?.attachments ?? []).map(({ name, preview }) => [name, preview !== null]));
  expect(seen).toEqual({
    ...Object.fromEntries(files.map(({ name }) => [name, false])),
    [SAID_SMALL]: true,
    'harmless.png': true,
  });
  for (const { id, name } of attachments.slice(0, files.length)) {
    const answer = await test.app.inject({ url: `/api/v1/attachments/${id}/preview`, headers: { cookie } });
    expect(answer.json(), name).toMatchObject({ code: 'not_found' });
    const original = await uploadCalls(test, cookie).download(id);
    expect(original.rawPayload.equals(BOMBS[name] ?? Buffer.alloc(0)), name).toBe(true);
  }
  const { rows } = await test.platform.database.pool.query('select from graphile_worker._private_jobs');
  expect(rows).toHaveLength(0);
});

it('that are two things at once lose the other by being encoded anew', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const both = Buffer.concat([whole, Buffer.from(SCRIPT), readFileSync(import.meta.filename)]);
  const { attachments } = await fileWith(test, cookie, [{ name: 'both.png', bytes: both }]);
  await test.runJobs();
  const url = `/api/v1/attachments/${attachments[0]?.id}/preview`;
  const answer = await test.app.inject({ url, headers: { cookie, accept: 'text/html' } });
  expect(answer.headers['content-type']).toBe('image/webp');
  expect(answer.rawPayload.subarray(8, 12).toString()).toBe('WEBP');
  expect(answer.rawPayload.includes('script')).toBe(false);
});
