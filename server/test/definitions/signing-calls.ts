import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRoot,
  nameKey,
  type NamedKey,
  openDefinitionsKey,
  publishRoot,
  readRootFolder,
} from '#features/signed-definitions/index.ts';
import type { TestApp } from '../harness/test-app.ts';

export const passphrase = async () => 'a passphrase of the tests';

/** A root of its own in a new folder, with its keys, as on the operator's medium; for the key of this installation unless another is given. */
export async function newRoot(test: TestApp, key?: NamedKey) {
  const folder = await mkdtemp(join(tmpdir(), 'companyaccount-root-'));
  const online = key ?? nameKey(await openDefinitionsKey(test.platform));
  await createRoot(folder, online, passphrase, new Date());
  const keys = (await readdir(folder)).filter((name) => name.endsWith('.key')).map((name) => join(folder, name));
  return {
    folder,
    keys,
    publish: async () => publishRoot(test.platform, await readRootFolder(folder)),
    readRoot: () => readFile(join(folder, 'root.json')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
