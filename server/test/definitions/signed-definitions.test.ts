import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nameKey, openDefinitionsKey, publishRoot, signRepository } from '#features/signed-definitions/index.ts';
import { rootContent, signMetadata, targetsContent } from '#features/signed-definitions/repository.ts';
import { openRootKey, sealRootKey } from '#features/signed-definitions/root-key.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { approvedDetection, releaseNow } from './definition-calls.ts';

// What the server signs and serves. That a client takes it, and refuses everything else, is tried in
// `../slow/signed-definitions.test.ts`.
const DAY_MS = 86_400_000;
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const fetchFile = (path: string) => test.app.inject({ url: `/definitions/tuf/${path}` });
const signedOf = async (file: string) => {
  const answer = await fetchFile(`metadata/${file}`);
  expect(answer.statusCode, file).toBe(200);
  return answer.json<{ signed: { version: number; expires: string; targets: Record<string, object>; meta: object } }>()
    .signed;
};

/** A root made without its files, for it takes a while to seal them. */
async function filesOfRoot(
  version: number,
  at: Date,
  keys = [0, 1, 2].map(() => generateKeyPairSync('ed25519').privateKey),
) {
  const online = nameKey(await openDefinitionsKey(test.platform));
  const signers = keys.slice(0, 2);
  return {
    keys,
    root: signMetadata('root', rootContent(version, keys.map(nameKey), online, at), signers),
    targets: signMetadata('targets', targetsContent(version, online, at), signers),
  };
}

it('serves nothing without a root, and the system state says so', async () => {
  for (const file of ['timestamp.json', 'root.json', '1.root.json', '1.snapshot.json', 'definitions.json']) {
    expect((await fetchFile(`metadata/${file}`)).statusCode).toBe(404);
  }
  const admin = await test.as('admin@vendor.example');
  expect((await admin.getSystemState()).signedDefinitions).toBeNull();
});

it('lists each release when it is published, under names that never mean anything else', async () => {
  await publishRoot(test.platform, await filesOfRoot(1, new Date()));
  await approvedDetection(test);
  const { release } = await releaseNow(test);
  await test.runJobs();
  const timestamp = await fetchFile('metadata/timestamp.json');
  expect(timestamp.headers['cache-control']).toBe('no-cache');
  const [snapshot = 0] = Object.values((await signedOf('timestamp.json')).meta).map(({ version }) => version as number);
  const meta = (await signedOf(`${snapshot}.snapshot.json`)).meta as Record<string, { version: number }>;
  const version = meta['definitions.json']?.version ?? 0;
  const { targets } = await signedOf(`${version}.definitions.json`);
  const published = await test.client().getRelease({ params: { number: release.number } });
  const names = published.files.flatMap(({ name }) => [name, `${release.number}/${name}`]);
  expect(Object.keys(targets).toSorted()).toEqual(names.toSorted());
  for (const { name, sha256, size } of published.files) {
    expect(targets[name]).toMatchObject({ length: size, hashes: { sha256 }, custom: { release: release.number } });
    for (const path of [`${sha256}.${name}`, `${release.number}/${sha256}.${name}`]) {
      const file = await fetchFile(`targets/${path}`);
      expect(file.headers['cache-control']).toContain('immutable');
      expect(file.rawPayload).toHaveLength(size);
    }
    expect((await fetchFile(`targets/${name}`)).statusCode).toBe(404);
    expect((await fetchFile(`targets/${'0'.repeat(64)}.${name}`)).statusCode).toBe(404);
  }
});

it('renews what would run out, and leaves the rest as it is', async () => {
  const { platform } = test;
  const before = (await signedOf('timestamp.json')).version;
  await signRepository(platform);
  expect((await signedOf('timestamp.json')).version).toBe(before);
  const later = (days: number) => signRepository({ ...platform, clock: () => new Date(Date.now() + days * DAY_MS) });
  await later(1);
  const next = await signedOf('timestamp.json');
  expect(next.version).toBeGreaterThan(before);
  expect(Date.parse(next.expires)).toBeGreaterThan(Date.now() + 7 * DAY_MS);
  const snapshot = JSON.stringify(next.meta);
  await later(2);
  expect(JSON.stringify((await signedOf('timestamp.json')).meta)).toBe(snapshot);
  await later(20);
  expect(JSON.stringify((await signedOf('timestamp.json')).meta)).not.toBe(snapshot);
});

it('reminds of a root that ends, once a week', async () => {
  const { platform } = test;
  const reminders = async () => {
    const rows = await platform.db
      .selectFrom('app.audit_entries')
      .select('id')
      .where('action', '=', 'definition_root.ends_soon')
      .execute();
    return rows.length;
  };
  const on = (day: number) => signRepository({ ...platform, clock: () => new Date(Date.now() + day * DAY_MS) });
  await on(300);
  expect(await reminders()).toBe(0);
  for (const day of [306, 307, 310]) await on(day);
  expect(await reminders()).toBe(1);
  await on(314);
  expect(await reminders()).toBe(2);
});

it('takes no root that its predecessor has not signed, and none for another installation', async () => {
  const at = new Date();
  const stranger = await filesOfRoot(2, at);
  await expect(publishRoot(test.platform, stranger)).rejects.toThrow('of the root before it');
  await expect(publishRoot(test.platform, await filesOfRoot(1, at))).rejects.toThrow('must have the version 2');
  const ended = await filesOfRoot(2, new Date(at.getTime() - 366 * DAY_MS));
  await expect(publishRoot(test.platform, ended)).rejects.toThrow('has run out');
  const { publicKey } = generateKeyPairSync('ed25519');
  const content = rootContent(2, stranger.keys.map(nameKey), nameKey(publicKey), at);
  const elsewhere = { ...stranger, root: signMetadata('root', content, stranger.keys) };
  await expect(publishRoot(test.platform, elsewhere)).rejects.toThrow('names another key');
});

it('opens the file of a key with its passphrase alone', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = sealRootKey(privateKey, 'a passphrase of the tests');
  const opened = openRootKey(text, 'a passphrase of the tests');
  expect(opened === null ? null : createPublicKey(opened).equals(createPublicKey(privateKey))).toBe(true);
  expect(openRootKey(text, 'a passphrase of the test')).toBeNull();
  expect(
    openRootKey(
      text.replace(/\n(.)/u, (_all, one: string) => `\n${one === 'A' ? 'B' : 'A'}`),
      'a passphrase of the tests',
    ),
  ).toBeNull();
  expect(openRootKey('nothing of the kind', 'a passphrase of the tests')).toBeNull();
});
