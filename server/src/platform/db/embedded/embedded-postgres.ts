import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, copyBinaries, findBinaries, versionFor } from './binaries.ts';
import { type ClusterOptions, createCluster, keptPassword, rotateLog, SUPERUSER, writeSettings } from './cluster.ts';
import { type Placement, placeCluster } from './placement.ts';
import { findPostmaster, isOutdated, type Postmaster, removeStaleLockFiles } from './postmaster-guard.ts';
import { startDetached, startDying, stopPostmaster, whenReady } from './postmaster.ts';
import { enter, withLock } from './processes.ts';

export type EmbeddedOptions = {
  dataDir: string;
  /** Receives what a person who starts the program should read. */
  say: (line: string) => void;
  /** For tests: PostgreSQL ends with this program. Otherwise it outlives a killed one and is adopted again. */
  dieWithParent?: boolean;
  /** For tests: false says that the data may be lost, and that its folder may be opened to the database's user. */
  fsync?: boolean;
};

/** Where and as whom to connect; fits `pg.PoolConfig`. */
export type Connection = { host: string; port: number; user: string; password: string; database: string };

/** The superuser, for setting up, and the owner of the program's own databases. */
export type DatabaseUser = 'postgres' | 'companyaccount';

export type EmbeddedPostgres = {
  superuserUrl: string;
  connectionFor(database: string, user: DatabaseUser): Connection;
  /** Stops PostgreSQL, unless another program still uses this data folder; a second call has no effect. */
  stop(): Promise<void>;
  version: string;
  adopted: boolean;
};

/** What remains of a killed PostgreSQL (children, shared memory) is gone after a moment. */
const START_PAUSES = [100, 300, 1000, 3000];

/** Starts the PostgreSQL of a data folder, or adopts the one that already runs there. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { say } = options;
  const dataDir = resolve(options.dataDir);
  const fsync = options.fsync ?? true;
  const place = await placeCluster(dataDir, !fsync, say);
  return withLock(place.home, async () => {
    const { binaries, version } = await usableBinaries(place, say);
    const passwords: Record<DatabaseUser, string> = {
      postgres: await keptPassword(join(dataDir, 'database-superuser-password')),
      companyaccount: await keptPassword(join(dataDir, 'database-password')),
    };
    const cluster = { superuserPassword: passwords.postgres, version, fsync };
    const running = await adoptable(binaries, place, say);
    const postmaster = running ?? (await start(binaries, place, cluster, options));
    const leave = await enter(place.home);
    let stopping: Promise<void> | undefined;

    const base = {
      host: postmaster.socketFolder === '' ? '127.0.0.1' : postmaster.socketFolder,
      port: postmaster.port,
    };
    return {
      superuserUrl:
        `postgres://${SUPERUSER}:${encodeURIComponent(passwords.postgres)}` +
        `@${encodeURIComponent(base.host)}:${base.port}/postgres`,
      connectionFor: (database, user) => ({ ...base, database, user, password: passwords[user] }),
      stop: () =>
        (stopping ??= withLock(place.home, async () => {
          if (await leave()) await stopPostmaster(binaries, place);
        })),
      version,
      adopted: running !== null,
    };
  });
}

async function adoptable(
  binaries: Binaries,
  place: Placement,
  say: (line: string) => void,
): Promise<Postmaster | null> {
  const found = await findPostmaster(place.cluster);
  if (found === null) return null;
  if (await isOutdated(found)) {
    say('The running database was started by programs that have been replaced since: starting it again.');
    await stopPostmaster(binaries, place);
    return null;
  }
  return whenReady(place, found);
}

async function start(
  binaries: Binaries,
  place: Placement,
  cluster: ClusterOptions,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  if (await createCluster(binaries, place, cluster)) options.say(`Created a database in ${place.home}.`);
  await rotateLog(place.log);
  const dying = options.dieWithParent === true && process.platform === 'linux';
  for (const pause of [...START_PAUSES, null]) {
    if (await removeStaleLockFiles(place.cluster, place.socketFolder))
      options.say('The database was not shut down: recovering it.');
    await writeSettings(place, cluster);
    try {
      await (dying ? startDying : startDetached)(binaries, place);
      const started = await findPostmaster(place.cluster);
      if (started !== null) return started;
    } catch (error) {
      if (pause === null) throw error;
    }
    if (pause !== null) await delay(pause);
  }
  throw new Error(`PostgreSQL started but is not to be found in ${place.cluster}.`);
}

/** The programs, copied to a place that the user PostgreSQL runs as can reach, where the package is not such a place. */
async function usableBinaries(
  place: Placement,
  say: (line: string) => void,
): Promise<{ binaries: Binaries; version: string }> {
  const binaries = await findBinaries();
  const version = await versionFor(binaries, place.user);
  if (version !== null) return { binaries, version };
  const copy = await copyBinaries(binaries, place.home);
  const copied = await versionFor(copy, place.user);
  if (copied === null) {
    throw new Error(`The user PostgreSQL runs as can reach neither ${binaries.folder} nor ${copy.folder}.`);
  }
  say(`The user PostgreSQL runs as cannot reach ${binaries.folder}: it uses the copy in ${copy.folder}.`);
  return { binaries: copy, version: copied };
}
