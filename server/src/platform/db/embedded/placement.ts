import { createHash } from 'node:crypto';
import { access, chmod, chown, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canEnter, chooseUser, type SystemUser } from './run-as.ts';

/** Where the database lives: `home` holds the cluster, its log, its socket and, where needed, copied programs. */
export type Placement = {
  home: string;
  cluster: string;
  log: string;
  socketFolder: string;
  user: SystemUser | null;
};

const SHARED_PARENT = '/var/lib/companyaccount';
const REMINDER = 'database-folder';

/**
 * Decides where the cluster of a data folder lives. Normally inside it; when PostgreSQL has to run as another user who
 * cannot enter the data folder, in a folder of its own below /var/lib/companyaccount. That place is written down in
 * the data folder, so it stays the same when the data folder moves or is opened up. A throw-away data folder, usually a
 * temporary one that only its maker may enter, is opened instead, so that nothing remains when it is deleted.
 */
export async function placeCluster(
  dataDir: string,
  throwaway: boolean,
  say: (line: string) => void,
): Promise<Placement> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const remembered = await readReminder(dataDir);
  const inside = join(dataDir, 'postgres');
  const user = await chooseUser(join(remembered ?? inside, 'cluster'), say);
  if (throwaway && user !== null) await chmod(dataDir, 0o711);
  const home = remembered ?? (await chooseHome(dataDir, inside, user, say));
  await mkdir(home, { recursive: true, mode: 0o700 });
  const placement = {
    home,
    cluster: join(home, 'cluster'),
    log: join(home, 'postgres.log'),
    socketFolder: join(home, 'socket'),
    user,
  };
  await mkdir(placement.socketFolder, { recursive: true, mode: 0o700 });
  await handOver(home, user);
  await handOver(placement.socketFolder, user);
  return placement;
}

/** Makes `path` the property of the user PostgreSQL runs as, when that is not this program's own user. */
export async function handOver(path: string, user: SystemUser | null): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid);
}

async function chooseHome(
  dataDir: string,
  inside: string,
  user: SystemUser | null,
  say: (line: string) => void,
): Promise<string> {
  if (user === null || (await canEnter(user, dataDir))) return inside;
  await mkdir(SHARED_PARENT, { recursive: true, mode: 0o755 });
  // The digest tells which data folder it belongs to; the random rest keeps a new data folder at the same path from
  // meeting the cluster of a deleted one.
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const home = await mkdtemp(join(SHARED_PARENT, `${digest}-`));
  await writeFile(join(home, 'data-folder'), `${dataDir}\n`);
  await writeFile(join(dataDir, REMINDER), `${home}\n`, { mode: 0o600 });
  say(`The user PostgreSQL runs as cannot enter ${dataDir}: the database goes to ${home}.`);
  return home;
}

async function readReminder(dataDir: string): Promise<string | null> {
  const path = await readFile(join(dataDir, REMINDER), 'utf8').catch(() => null);
  if (path === null) return null;
  const home = path.trim();
  const found = await stat(home).catch(() => null);
  if (found === null || !found.isDirectory()) {
    throw new Error(
      `${join(dataDir, REMINDER)} says that the database is in ${home}, but that folder is missing. ` +
        'Bring it back, or delete the file to begin with an empty database.',
    );
  }
  await access(home).catch((cause: unknown) => {
    throw new Error(`The database folder ${home} (${basename(home)}) belongs to another user.`, { cause });
  });
  return home;
}
