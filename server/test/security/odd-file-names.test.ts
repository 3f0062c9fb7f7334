// Odd file names (Znuny CVE-2024-32491, FreeScout CVE-2026-28289): stored by id, shown neutralised.
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileWith, uploadCalls, UPLOADS } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

const NAMES: Record<string, string> = {
  '../../../../var/odd-file-names-proof': 'odd-file-names-proof',
  '/etc/passwd': 'passwd',
  'C:\\Windows\\win.ini': 'win.ini',
  '..\\..\\web.config': 'web.config',
  '..': 'file',
  'shell.php\0.jpg': 'shell.php.jpg',
  '\u200b.htaccess': '.htaccess',
  'invoice\u202efdp.exe': 'invoicefdp.exe',
  'a\r\nSet-Cookie: x=y\r\n\r\n<script>.txt': 'aSet-Cookie_ x=y_script_.txt',
  '"; filename="evil.exe': '_; filename=_evil.exe',
  "x.txt; filename*=UTF-8''evil.exe": "x.txt; filename_=UTF-8''evil.exe",
  'CON.txt': '_CON.txt',
  'file.txt::$DATA': 'file.txt__$DATA',
  [`${'я'.repeat(4096)}.docx`]: `${'я'.repeat(195)}.docx`,
};

let test: TestApp;
let cookie: string;
beforeAll(async () => {
  test = await startTestApp();
  cookie = await test.signIn('anna@acme.example');
});
afterAll(() => test.close());

it('come back neutral everywhere, and touch no path', async () => {
  const files = Object.keys(NAMES).map((name) => ({ name, bytes: Buffer.from('content') }));
  const { attachments } = await fileWith(test, cookie, files);
  expect(attachments.map(({ name }) => name)).toEqual(Object.values(NAMES));
  const anna = uploadCalls(test, cookie);
  for (const { id, name } of attachments) {
    const answer = await anna.download(id);
    expect(answer.body).toBe('content');
    expect(answer.headers['set-cookie']).toBeUndefined();
    const disposition = String(answer.headers['content-disposition']);
    const [, encoded] = /filename\*=UTF-8''(\S+)$/u.exec(disposition) ?? [];
    const [, quoted] = /filename="((?:[^"\\]|\\.)*)"/u.exec(disposition) ?? [];
    const [, plain] = /filename=([^";]+)$/u.exec(disposition) ?? [];
    expect(encoded === undefined ? (quoted ?? plain) : decodeURIComponent(encoded)).toBe(name);
  }
  const stored = await readdir(join(test.platform.config.dataDir, 'blobs'), { recursive: true });
  for (const path of stored) expect(path).toMatch(/^[0-9a-f]{2}(?:\/[0-9a-f-]{36}(?:\.key)?)?$/u);
  await expect(access('/var/odd-file-names-proof')).rejects.toThrow();
});

it('are neutral while the upload is still on its way, and by a plain POST too', async () => {
  const anna = uploadCalls(test, cookie);
  const { id } = await anna.begin(3, '../\u202egnp.exe');
  const [, encoded = ''] = String((await anna.look(id)).headers['upload-metadata']).split(' ');
  expect(Buffer.from(encoded, 'base64').toString()).toBe('gnp.exe');
  const url = `${UPLOADS}?name=${encodeURIComponent('../../etc/pass\u200bwd')}`;
  const answer = await test.app.inject({ method: 'POST', url, headers: { cookie }, payload: 'abc' });
  const row = await test.platform.db
    .selectFrom('app.uploads')
    .select('name')
    .where('id', '=', String(answer.headers.location).slice(-36))
    .executeTakeFirst();
  expect(row).toEqual({ name: 'passwd' });
});

it('are given to nothing but as a name: a missing one becomes "file"', async () => {
  const answer = await test.app.inject({
    method: 'POST',
    url: UPLOADS,
    headers: { cookie, 'tus-resumable': '1.0.0', 'upload-length': '0' },
  });
  const id = String(answer.headers.location).slice(-36);
  const row = await test.platform.db.selectFrom('app.uploads').select('name').where('id', '=', id).executeTakeFirst();
  expect(row).toEqual({ name: 'file' });
});
