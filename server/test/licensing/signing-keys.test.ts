import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueKeyFiles, prepareSigningKey, rotateLicenseKey } from '#features/licensing/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let folder: string;
let file: string;
let test: TestApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-keys-'));
  file = join(folder, 'license-signing-keys');
  test = await startTestApp({ config: { signingKeysFile: file } });
  // As if nothing had been signed yet.
  await test.platform.db.deleteFrom('app.key_files').execute();
  await test.platform.db.deleteFrom('app.license_keys').execute();
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const published = async () => (await test.client().listLicenseKeys()).data;
const signOne = async () => {
  const { db } = test.platform;
  const { id } = await db.selectFrom('app.licenses').select('id').limit(1).executeTakeFirstOrThrow();
  await db.deleteFrom('app.key_files').execute();
  await issueKeyFiles(test.platform, id);
  return db.selectFrom('app.key_files').select(['kid', 'text']).limit(1).executeTakeFirstOrThrow();
};

it('a key is made at the first start, for the owner alone, and published', async () => {
  await prepareSigningKey(test.platform);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await published()).toEqual([
    {
      kid: expect.stringMatching(/^[0-9a-f]{16}$/u),
      publicKey: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n/u),
      createdAt: expect.any(String),
      retiredAt: null,
    },
  ]);
  await prepareSigningKey(test.platform);
  expect(await published()).toHaveLength(1);
});

it('a rotation signs with a new key from then on; the old one stays published and what it signed valid', async () => {
  const before = await signOne();
  await cp(file, `${file}.old`);
  const kid = await rotateLicenseKey(test.platform);
  const after = await signOne();
  expect([after.kid, before.kid === kid]).toEqual([kid, false]);
  expect((await published()).map((key) => [key.kid, key.retiredAt === null])).toEqual([
    [kid, true],
    [before.kid, false],
  ]);
  for (const { text } of [before, after]) {
    expect((await test.client().verifyKeyFile({ body: { keyFile: text } })).answer).toBe('valid');
  }
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('a rotation cut off between file and database is completed by the next start', async () => {
  const [current] = await published();
  await test.platform.db.deleteFrom('app.key_files').execute();
  await test.platform.db
    .deleteFrom('app.license_keys')
    .where('kid', '=', current?.kid ?? '')
    .execute();
  await test.platform.db.updateTable('app.license_keys').set({ retired_at: null }).execute();
  await prepareSigningKey(test.platform);
  const keys = await published();
  expect(keys.find(({ retiredAt }) => retiredAt === null)?.kid).toBe(current?.kid);
  expect(keys).toHaveLength(2);
});

it('a retired key signs nothing more', async () => {
  await cp(`${file}.old`, file);
  await expect(prepareSigningKey(test.platform)).rejects.toThrow(/is retired/u);
  await expect(signOne()).rejects.toThrow(/is retired/u);
});

it('a lost key is not silently replaced', async () => {
  await rm(file);
  await expect(prepareSigningKey(test.platform)).rejects.toThrow(/Restore the file/u);
  await rotateLicenseKey(test.platform);
  expect((await published()).length).toBe(3);
});
