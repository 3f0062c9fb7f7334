import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { RELEASE_FILES } from '@companyaccount/contract/releases';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nameKey, RootRefused, rotateRoot, signRepository, signRoot } from '#features/signed-definitions/index.ts';
import { SyncRefused, syncDefinitions } from '../../src/sync-definitions.ts';
import {
  approvedDetection,
  hexOf,
  keepSample,
  newName,
  patternSignature,
  releaseNow,
} from '../definitions/definition-calls.ts';
import { newRoot, passphrase } from '../definitions/signing-calls.ts';
import { makeScanner } from '../harness/scanner.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

// The attacks that The Update Framework is made against, on the client that the product ships; and what freshclam and
// clamscan make of the folder that it writes. Between client and program stands somebody who may change every answer.
const NAME = 'test-vendor';
const DAY_MS = 86_400_000;
let test: TestApp;
let root: Awaited<ReturnType<typeof newRoot>>;
let folder: string;
let first: string;
let between: Server;
let address: string;
/** What is answered instead, by the end of the address. */
const answers = new Map<string, Buffer>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-sync-'));
  const definitions = {
    singleAnalyst: false,
    name: NAME,
    clamscan: 'clamscan',
    cleanFolders: [],
    scratchDir: join(folder, 'scratch'),
  };
  test = await startTestApp({ config: { definitions } });
  const program = await test.listen();
  between = createServer((request, response) => {
    const changed = answers.get(basename(request.url ?? ''));
    if (changed !== undefined) return void response.end(changed);
    fetch(`${program}${request.url}`)
      .then(async (answer) => response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer())))
      .catch(() => response.destroy());
  });
  await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  root = await newRoot(test);
  first = join(folder, 'first-root.json');
  await writeFile(first, await root.readRoot());
});
afterAll(async () => {
  between.close();
  await test.close();
  await root.remove();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => answers.clear());

const sync = (to: string, rootFile = first) => syncDefinitions({ url: address, rootFile, folder: join(folder, to) });
const fetchMetadata = async (name: string) =>
  Buffer.from(await (await fetch(`${address}/definitions/tuf/metadata/${name}`)).arrayBuffer());
const currentNames = async (to: string) => (await readdir(join(folder, to, 'current'))).toSorted();
const allNames = RELEASE_FILES.map((ending) => `${NAME}${ending}`).toSorted();
const numberOf = async (to: string): Promise<string> => (await sync(to)).release;

/** A released detection of a new sample that has this word in it; answers with the sample's place. */
async function release(word: string): Promise<{ path: string; number: string }> {
  const bytes = Buffer.from(`A harmless sample, ${word}. ${'It does nothing at all. '.repeat(8)}`);
  const samples = [await keepSample(test, bytes)];
  await approvedDetection(test, {
    name: newName(),
    signatures: [patternSignature(hexOf(`sample, ${word}.`))],
    samples,
  });
  const made = await releaseNow(test);
  await test.runJobs();
  const path = join(folder, `${word}.sample`);
  await writeFile(path, bytes);
  return { path, number: made.release.number };
}

describe('the verifying client', () => {
  it('is refused while there is no root, and then takes the first release; unchanged, it fetches nothing', async () => {
    await expect(sync('client')).rejects.toThrow(SyncRefused);
    expect(await root.publish()).toMatchObject({ version: 1 });
    await expect(sync('client')).rejects.toThrow('Nothing was released yet.');
    const { number } = await release('one');
    expect(await sync('client')).toMatchObject({ release: number, changed: true });
    expect(await currentNames('client')).toEqual(allNames);
    expect(await sync('client')).toMatchObject({ release: number, changed: false });
    const next = await release('two');
    expect(await sync('client')).toMatchObject({ release: next.number, changed: true });
  });

  it('refuses a timestamp that was rolled back, and keeps what it has', async () => {
    const old = await fetchMetadata('timestamp.json');
    const { number } = await release('three');
    expect(await numberOf('client')).toBe(number);
    answers.set('timestamp.json', old);
    await expect(sync('client')).rejects.toThrow(/less than current version/u);
    expect(await currentNames('client')).toEqual(allNames);
  });

  it('refuses a file that was changed, and one that is longer than it was said', async () => {
    const { number } = await release('four');
    const list = JSON.parse((await fetchMetadata('timestamp.json')).toString()) as {
      signed: { meta: Record<string, { version: number }> };
    };
    expect(list.signed.meta['snapshot.json']?.version).toBeGreaterThan(1);
    const published = await test.client().getRelease({ params: { number } });
    const file = published.files.find(({ name }) => name.endsWith('-current.cud'));
    const target = `${file?.sha256}.${file?.name}`;
    for (const bytes of [Buffer.alloc(file?.size ?? 0, 'x'), Buffer.alloc((file?.size ?? 0) + 1, 'x')]) {
      answers.set(target, bytes);
      await expect(sync('client')).rejects.toThrow(SyncRefused);
    }
    const before = await readFile(join(folder, 'client', 'current', `${NAME}-current.cud`));
    expect(before.includes('x'.repeat(200))).toBe(false);
    answers.clear();
    expect(await numberOf('client')).toBe(number);
  });

  it('refuses a timestamp that nobody renews any more', async () => {
    const { platform } = test;
    const past = new Date(Date.now() - 8 * DAY_MS);
    await signRepository({ ...platform, clock: () => past });
    await expect(sync('late')).rejects.toThrow(/timestamp.*expired/u);
    await signRepository(platform);
    expect(await sync('late')).toMatchObject({ changed: true });
  });

  it('refuses what another key has signed, what was changed after it was signed, and another root', async () => {
    const keyOfOthers = nameKey(generateKeyPairSync('ed25519').publicKey);
    const other = await newRoot(test, keyOfOthers);
    const sameKey = await newRoot(test);
    try {
      await expect(sync('client', join(other.folder, 'root.json'))).rejects.toThrow(
        /timestamp was signed by 0\/1 keys/u,
      );
      await expect(sync('client', join(sameKey.folder, 'root.json'))).rejects.toThrow(
        /targets was signed by 0\/2 keys/u,
      );
      await expect(other.publish()).rejects.toThrow(RootRefused);
      await expect(sameKey.publish()).rejects.toThrow('must have the version 2');
    } finally {
      await other.remove();
      await sameKey.remove();
    }
    const timestamp = (await fetchMetadata('timestamp.json')).toString();
    answers.set('timestamp.json', Buffer.from(timestamp.replace(/"version":(\d+)/u, '"version":9$1')));
    await expect(sync('client')).rejects.toThrow(/timestamp was signed by 0\/1 keys/u);
    answers.clear();
    expect(await sync('client')).toMatchObject({ changed: false });
  });

  it('goes along with a rotation: the key that went cannot sign any more', async () => {
    const [one = '', two = '', three = ''] = root.keys;
    const lost = /root-([0-9a-f]{8})\.key$/u.exec(three)?.[1] ?? '';
    const missing = await rotateRoot(
      { folder: root.folder, keys: [one], replace: [lost], online: null },
      passphrase,
      new Date(),
    );
    expect(missing).toBe(1);
    await expect(root.publish()).rejects.toThrow(/not signed by enough/u);
    expect(await signRoot(root.folder, [two], passphrase)).toBe(0);
    expect(await root.publish()).toMatchObject({ version: 2 });
    await expect(root.publish()).rejects.toThrow('must have the version 3');
    const { number } = await release('five');
    expect(await numberOf('client')).toBe(number);
    expect(await numberOf('newcomer')).toBe(number);
    const kept = JSON.parse(await readFile(join(folder, 'newcomer', 'metadata', 'root.json'), 'utf8')) as {
      signed: { version: number };
    };
    expect(kept.signed.version).toBe(2);
  });
});

describe('freshclam', () => {
  it('reads the folder by file://, and takes what is newer', async () => {
    const scanner = await makeScanner(folder);
    const place = `file://${join(folder, 'client', 'current')}`;
    for (const word of ['six', 'seven']) {
      const { path } = await release(word);
      expect(await sync('client')).toMatchObject({ changed: true });
      expect(await scanner.update(place, NAME)).toMatchObject({ code: 0 });
      expect(await scanner.finds(path)).toBe(true);
    }
  });
});
