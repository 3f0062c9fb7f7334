// Active attachments: SVG, HTML and files a browser would sniff (FreeScout issue 1359, RT CVE-2022-25802).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileWith, uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

const SCRIPT = '<script>alert(document.cookie)</script>';
const ACTIVE: Record<string, string> = {
  'page.html': `<!doctype html><body>${SCRIPT}`,
  'page.xhtml': `<html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`,
  'picture.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`,
  'style.xml': `<?xml version="1.0"?><?xml-stylesheet href="javascript:alert(1)"?><a>${SCRIPT}</a>`,
  'sniffed.txt': `<html>${SCRIPT}`,
  'picture.png': `GIF89a/*${SCRIPT}*/`,
  'code.js': 'alert(1)',
  'form.pdf': '%PDF-1.7 /JavaScript',
  'no extension': `<html>${SCRIPT}`,
};

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('are only ever downloads, whatever they are and whoever asks', async () => {
  const anna = await test.signIn('anna@acme.example');
  const files = Object.entries(ACTIVE).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const { attachments } = await fileWith(test, anna, files);
  expect(attachments).toHaveLength(files.length);
  const readers = [anna, await test.signIn('engineer@vendor.example')];
  for (const { id, name } of attachments) {
    for (const cookie of readers) {
      for (const headers of [{}, { accept: 'text/html,image/svg+xml' }, { range: 'bytes=0-4' }]) {
        const answer = await uploadCalls(test, cookie).download(id, headers);
        expect([200, 206], name).toContain(answer.statusCode);
        expect(answer.headers, name).toMatchObject({
          'content-type': 'application/octet-stream',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'",
          'cross-origin-resource-policy': 'same-origin',
          'cache-control': 'private, no-store',
        });
        expect(answer.headers['content-disposition'], name).toMatch(/^attachment;/u);
      }
    }
  }
});

it('are not served by any other address or method', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const { attachments } = await fileWith(test, cookie, [{ name: 'page.html', bytes: Buffer.from(SCRIPT) }]);
  const id = attachments[0]?.id ?? '';
  const { blob_id: blob } = await test.platform.db
    .selectFrom('app.attachments')
    .select('blob_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const addresses = [
    `/api/v1/uploads/${blob}`,
    `/api/v1/uploads/${id}`,
    `/api/v1/attachments/${blob}`,
    `/api/v1/attachments/${id}/`,
    `/api/v1/attachments/${id}.html`,
    `/api/v1/attachments/${id}/page.html`,
    `/api/v1/attachments/${id}/preview`,
    `/blobs/${blob.slice(-2)}/${blob}`,
    `/data/blobs/${blob.slice(-2)}/${blob}`,
  ];
  for (const url of addresses) {
    const answer = await test.app.inject({ method: 'GET', url, headers: { cookie } });
    expect(answer.body, url).not.toContain('alert(document.cookie)');
  }
});
