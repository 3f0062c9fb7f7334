import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { handOver, type Placement } from './placement.ts';
import { childOptions } from './run-as.ts';

const run = promisify(execFile);

export const SUPERUSER = 'postgres';
const SETTINGS_FILE = 'companyaccount.conf';
/** A Unix socket's address holds 108 bytes, the last of which is a zero. */
const LONGEST_SOCKET_PATH = 107;
const SOCKET_PORT = 5432;
const LARGEST_LOG = 10 * 1024 * 1024;

export type ClusterOptions = { superuserPassword: string; version: string; fsync: boolean };

/** Creates the cluster unless it exists; an attempt that was cut off is begun again. Says whether it created one. */
export async function createCluster(binaries: Binaries, place: Placement, options: ClusterOptions): Promise<boolean> {
  const made = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (made !== null) {
    const major = options.version.split('.')[0] ?? '';
    if (made.trim() === major) return false;
    throw new Error(
      `The database in ${place.cluster} was made by PostgreSQL ${made.trim()}, but version ${major} is installed. ` +
        'Run the release that made it, take a backup there, and restore it here into an empty data folder.',
    );
  }
  const unfinished = `${place.cluster}.unfinished`;
  const passwordFile = join(place.home, 'initial-password');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, options.superuserPassword, { mode: 0o600 });
  try {
    await handOver(passwordFile, place.user);
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        ...characterTypes(),
        '--text-search-config=simple',
        ...(options.fsync ? [] : ['--no-sync']),
      ],
      childOptions(place.user, place.home),
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await appendFile(join(unfinished, 'postgresql.conf'), `\ninclude_if_exists = '${SETTINGS_FILE}'\n`);
  await rename(unfinished, place.cluster);
  return true;
}

/**
 * Writes the settings of the coming start. Values set by an operator with ALTER SYSTEM still win over these.
 * Returns the port, which a socket shares with every other socket folder.
 */
export async function writeSettings(place: Placement, options: ClusterOptions): Promise<number> {
  const socket = fitsSocket(place.socketFolder);
  const port = socket ? SOCKET_PORT : await freePort();
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: socket ? '' : '127.0.0.1',
    unix_socket_directories: socket ? place.socketFolder : '',
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    synchronous_commit: 'on',
    // The database shares one disk with the program, mostly solid state; just-in-time compilation only slows the
    // short queries of an interactive program.
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...(options.fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const path = join(place.cluster, SETTINGS_FILE);
  await writeFile(path, `# Written at every start; use ALTER SYSTEM to change a setting.\n${lines.join('\n')}\n`, {
    mode: 0o600,
  });
  await handOver(path, place.user);
  return port;
}

/** Puts a log that has grown large aside, so that at most two such files exist. */
export async function rotateLog(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(log, `${log}.old`);
}

/** Reads the password kept in `path`, or makes a random one there that only this program's user can read. */
export async function keptPassword(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (kept.trim() !== '') return kept.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

function fitsSocket(folder: string): boolean {
  if (process.platform === 'win32') return false;
  return Buffer.byteLength(`${folder}/.s.PGSQL.${SOCKET_PORT}`) <= LONGEST_SOCKET_PATH;
}

/** With the character types of plain C, trigram search sees no Cyrillic and quoted words are not stemmed. */
function characterTypes(): string[] {
  if (process.platform === 'win32') return [];
  return [`--lc-ctype=${process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'}`];
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free port on 127.0.0.1'));
        else resolve(address.port);
      });
    });
  });
}
