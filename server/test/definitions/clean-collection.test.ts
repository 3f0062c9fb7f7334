import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError, type Client } from '@companyaccount/contract/client';
import { indexCleanFolders } from '#features/definitions/index-clean-folders.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { draftDetection, hashSignature, keepSample, newCleanFile, newHashList, sha256Of } from './definition-calls.ts';

let folder: string;
let gone: string;
let test: TestApp;
let analyst: Client;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-clean-'));
  gone = join(folder, 'not there');
  await mkdir(join(folder, 'inner'));
  await writeFile(join(folder, 'tool'), 'a tool');
  await writeFile(join(folder, 'inner', 'same'), 'a tool');
  await writeFile(join(folder, 'inner', 'other'), 'another tool');
  await symlink('/etc/hostname', join(folder, 'link'));
  test = await startTestApp({
    config: {
      definitions: {
        singleAnalyst: false,
        name: 'test-vendor',
        clamscan: null,
        cleanFolders: [folder, gone],
        scratchDir: join(tmpdir(), `companyaccount-${randomUUID()}`),
      },
    },
  });
  analyst = await test.as('analyst@vendor.example');
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const refusalOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((one: unknown) => one);
  if (!(error instanceof ApiError)) throw new Error('not refused', { cause: error });
  return { code: error.code, fields: error.fields };
};
const reason = 'A tool of ours that nobody may report.';

it('indexes the folders once, reads what has changed, and forgets what is gone', async () => {
  expect((await analyst.getCleanCollection()).folders).toEqual([]);
  await analyst.indexCleanFolders();
  await test.runJobs();
  const { folders } = await analyst.getCleanCollection();
  expect(folders).toMatchObject([
    { path: folder, files: 3, bytes: 24, unreadable: 0, missing: false, indexing: false },
    { path: gone, files: 0, bytes: 0, missing: true },
  ]);
  expect(folders[0]?.indexedAt).not.toBeNull();
  const sha256 = await keepSample(test, Buffer.from('a tool'));
  const { clean } = await analyst.getSample({ params: { sha256 } });
  expect(clean).toEqual({ file: null, paths: [join(folder, 'inner', 'same'), join(folder, 'tool')] });

  await writeFile(join(folder, 'tool'), 'b tool');
  // Neither size nor its own time tells that it was changed.
  await utimes(join(folder, 'tool'), new Date(0), new Date(0));
  await rm(join(folder, 'inner', 'other'));
  // Within a day nothing is read by itself.
  await indexCleanFolders(test.platform, false);
  expect((await analyst.getCleanCollection()).folders[0]?.files).toBe(3);
  await analyst.indexCleanFolders();
  await test.runJobs();
  expect((await analyst.getCleanCollection()).folders[0]).toMatchObject({ files: 2, bytes: 12 });
  const after = await analyst.getSample({ params: { sha256 } });
  expect(after.clean?.paths).toEqual([join(folder, 'inner', 'same')]);
});

it('does not read a folder that another job is reading, unless that one was cut off', async () => {
  const { db, clock } = test.platform;
  const set = (at: Date) => db.updateTable('app.clean_folders').set({ indexing_since: at }).execute();
  const before = (await analyst.getCleanCollection()).folders[0]?.indexedAt;
  await set(clock());
  await indexCleanFolders(test.platform, true);
  expect((await analyst.getCleanCollection()).folders[0]).toMatchObject({ indexing: true, indexedAt: before });
  await set(new Date(clock().getTime() - 2 * 3_600_000));
  await indexCleanFolders(test.platform, true);
  expect((await analyst.getCleanCollection()).folders[0]?.indexing).toBe(false);
});

it('breaks off when the program ends, and lets another reading begin at once', async () => {
  await expect(indexCleanFolders(test.platform, true, AbortSignal.abort())).rejects.toThrow();
  expect((await analyst.getCleanCollection()).folders[0]?.indexing).toBe(false);
  await indexCleanFolders(test.platform, true);
  expect((await analyst.getCleanCollection()).folders[0]).toMatchObject({ files: 2, bytes: 12 });
});

it('keeps an uploaded file sealed as a sample, once, and lets it be taken out', async () => {
  const calls = uploadCalls(test, await test.signIn('analyst@vendor.example'));
  const bytes = Buffer.from(`A tool ${randomUUID()}`);
  const upload = await calls.whole(bytes, 'tool.exe');
  const key = randomUUID();
  const added = await analyst.addCleanFile({ body: { upload, reason }, idempotencyKey: key });
  expect(added).toMatchObject({ sha256: sha256Of(bytes), name: 'tool.exe', size: bytes.length, reason });
  expect(await analyst.addCleanFile({ body: { upload, reason }, idempotencyKey: key })).toEqual(added);
  expect((await analyst.listCleanFiles({ query: {} })).data[0]).toEqual(added);
  expect((await analyst.getCleanCollection()).added).toEqual({ files: 1, bytes: bytes.length });
  const params = { sha256: added.sha256 };
  expect((await analyst.getSample({ params })).clean).toEqual({ file: added, paths: [] });

  const again = await calls.whole(bytes, 'again.exe');
  expect(await refusalOf(analyst.addCleanFile({ body: { upload: again, reason } }))).toMatchObject({
    fields: [{ pointer: '/upload', code: 'taken' }],
  });
  await analyst.removeCleanFile({ params: { id: added.id } });
  expect((await analyst.getSample({ params })).clean).toBeNull();
  expect(await refusalOf(analyst.removeCleanFile({ params: { id: added.id } }))).toMatchObject({ code: 'not_found' });
});

it('takes nobody else’s upload, no unknown sample, and nothing without saying what', async () => {
  const other = uploadCalls(test, await test.signIn('analyst2@vendor.example'));
  const upload = await other.whole(Buffer.from(randomUUID()));
  const add = (body: { upload?: string; sha256?: string }) =>
    refusalOf(analyst.addCleanFile({ body: { ...body, reason } }));
  expect(await add({ upload })).toMatchObject({ code: 'upload_not_ready' });
  expect(await add({ sha256: 'ab'.repeat(32) })).toMatchObject({ code: 'not_found' });
  expect(await add({})).toMatchObject({ fields: [{ pointer: '/upload', code: 'required' }] });
  expect(await add({ upload, sha256: 'ab'.repeat(32) })).toMatchObject({
    fields: [{ pointer: '/sha256', code: 'invalid' }],
  });
  const member = uploadCalls(test, await test.signIn('anna@acme.example'));
  expect(await add({ upload: await member.whole(Buffer.from(randomUUID())) })).toMatchObject({
    code: 'upload_not_ready',
  });
});

it('keeps hashes of clean files out of detections and lists', async () => {
  const { sha256, id } = await newCleanFile(test);
  const samples = [await keepSample(test, Buffer.from(randomUUID()))];
  const draft = await draftDetection(test, { signatures: [hashSignature(sha256)], samples });
  const problems = [{ pointer: '/signatures/0', problem: 'hash_clean' }];
  expect(draft.problems).toEqual(problems);
  const inFolder = await draftDetection(test, { signatures: [hashSignature(sha256Of('a tool'))], samples });
  expect(inFolder.problems).toEqual(problems);
  const approve = async (version: number) =>
    (await test.as('analyst2@vendor.example')).approveDetection({ params: { id: draft.id }, version });
  expect(await refusalOf(approve(draft.version))).toMatchObject({ fields: [{ pointer: '/signatures/0' }] });
  const list = await newHashList(test, { file: `${sha256}\n${sha256Of(randomUUID())}` });
  expect(list.refusedLines).toEqual([{ line: 1, problem: 'hash_clean', text: sha256 }]);
  expect(list.counts.accepted).toBe(1);
  await analyst.removeCleanFile({ params: { id } });
  expect((await approve(draft.version)).state).toBe('approved');
});
