import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '#platform/crypto/private-file.ts';
import { RootRefused } from './publish-root.ts';
import {
  missingSignatures,
  nameKey,
  type NamedKey,
  readRoot,
  ROOT_KEYS,
  rootContent,
  type RootMetadata,
  signMetadata,
  targetsContent,
} from './repository.ts';
import { makeRootKey, openRootKey, sealRootKey } from './root-key.ts';

// All of this works on a folder of its own and without a database, on a machine that may have no network.

/** Asks for the passphrase of a key file that is made or opened. */
export type AskPassphrase = (file: string, isNew: boolean) => Promise<string>;

const PLACES = { root: 'root.json', targets: 'targets.json' } as const;
/** Where a root is kept when the next one takes its place. */
const placeOf = (version: number): string => `${version}.root.json`;

const readIn = async (folder: string, name: string): Promise<Buffer> => {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    throw new RootRefused(`${join(folder, name)} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
};
const write = (folder: string, name: string, content: Buffer) =>
  writePrivateFile(join(folder, name), content.toString('utf8'), { replace: true });

/** The public key in a PEM file, as `definitions key` prints it. Throws RootRefused. */
export function readOnlineKey(pem: string): NamedKey {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return nameKey(key);
  } catch {
    // Said below.
  }
  throw new RootRefused(
    'The key of the installation must be an Ed25519 public key in PEM, as `definitions key` prints it.',
  );
}

/** The files of keys carry the first digits of the keys' names. */
const SHORT = 8;

async function makeKeys(folder: string, count: number, ask: AskPassphrase): Promise<KeyObject[]> {
  const made: KeyObject[] = [];
  while (made.length < count) {
    const key = makeRootKey();
    const file = join(folder, `root-${nameKey(key).id.slice(0, SHORT)}.key`);
    await writePrivateFile(file, sealRootKey(key, await ask(file, true)));
    made.push(key);
  }
  return made;
}

/** Makes the keys of a root, the root and its targets in an empty folder. Throws RootRefused where it is not empty. */
export async function createRoot(folder: string, online: NamedKey, ask: AskPassphrase, at: Date): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new RootRefused(`${folder} is not empty.`);
  const keys = await makeKeys(folder, ROOT_KEYS, ask);
  await write(folder, PLACES.root, signMetadata('root', rootContent(1, keys.map(nameKey), online, at), keys));
  await write(folder, PLACES.targets, signMetadata('targets', targetsContent(1, online, at), keys));
}

async function openKeys(files: readonly string[], ask: AskPassphrase): Promise<KeyObject[]> {
  const keys: KeyObject[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null);
    const key = text === null ? null : openRootKey(text, await ask(file, false));
    if (key === null)
      throw new RootRefused(`${file} cannot be opened: it is no key of a root, or the passphrase is wrong.`);
    keys.push(key);
  }
  return keys;
}

/** The root's own keys. */
function rootKeysOf(root: RootMetadata): NamedKey[] {
  return (root.signed.roles['root']?.keyIDs ?? []).map((id) => {
    const { keyVal } = root.signed.keys[id] ?? {};
    return { id, json: { keytype: 'ed25519', keyval: { public: keyVal?.['public'] ?? '' }, scheme: 'ed25519' } };
  });
}

export interface Rotation {
  folder: string;
  /** Key files that sign. */
  keys: readonly string[];
  /** Names of keys that new ones replace, as in the names of their files: the files may be lost or stolen. */
  replace: readonly string[];
  /** The key of the installation, where it changes. */
  online: NamedKey | null;
}

/**
 * Writes the next root, which holds a year from now, and its targets, and signs both with the keys given. Answers with
 * how many signatures are still missing. Throws RootRefused.
 */
export async function rotateRoot({ folder, keys: files, replace, online }: Rotation, ask: AskPassphrase, at: Date) {
  const before = await readIn(folder, PLACES.root);
  const root = readRoot(before);
  const keys = await openKeys(files, ask);
  const known = rootKeysOf(root);
  const gone = new Set(
    replace.map((name) => {
      const found = known.find(({ id }) => name.length >= SHORT && id.startsWith(name));
      if (found === undefined) throw new RootRefused(`No key of the root is named ${name}.`);
      return found.id;
    }),
  );
  const fresh = await makeKeys(folder, gone.size, ask);
  const kept = [...known.filter(({ id }) => !gone.has(id)), ...fresh.map(nameKey)];
  const timestampKey = root.signed.roles['timestamp']?.keyIDs[0] ?? '';
  const same = root.signed.keys[timestampKey]?.keyVal['public'];
  const here =
    online ??
    ({ id: timestampKey, json: { keytype: 'ed25519', keyval: { public: same ?? '' }, scheme: 'ed25519' } } as const);
  const version = root.signed.version + 1;
  const signers = [...keys, ...fresh];
  const next = signMetadata('root', rootContent(version, kept, here, at), signers);
  const targets = signMetadata('targets', targetsContent(version, here, at), signers);
  await write(folder, placeOf(root.signed.version), before);
  await write(folder, PLACES.root, next);
  await write(folder, PLACES.targets, targets);
  return missing(folder);
}

/** Adds the signatures of more keys to what was written last; answers with how many are still missing. */
export async function signRoot(folder: string, files: readonly string[], ask: AskPassphrase): Promise<number> {
  const keys = await openKeys(files, ask);
  for (const [role, name] of [
    ['root', PLACES.root],
    ['targets', PLACES.targets],
  ] as const) {
    await write(folder, name, signMetadata(role, await readIn(folder, name), keys));
  }
  return missing(folder);
}

async function missing(folder: string): Promise<number> {
  const { root, targets } = await readRootFolder(folder);
  const current = readRoot(root);
  const before = await readFile(join(folder, placeOf(current.signed.version - 1))).catch(() => null);
  return Math.max(
    missingSignatures(current, 'root', root),
    missingSignatures(current, 'targets', targets),
    before === null ? 0 : missingSignatures(readRoot(before), 'root', root),
  );
}

/** The root and the targets of a folder. Throws RootRefused. */
export const readRootFolder = async (folder: string) => ({
  root: await readIn(folder, PLACES.root),
  targets: await readIn(folder, PLACES.targets),
});
