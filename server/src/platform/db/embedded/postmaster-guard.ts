import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processFacts } from './processes.ts';

/** A running PostgreSQL as its lock file describes it. */
export type Postmaster = { pid: number; port: number; socketFolder: string; status: string };

/**
 * Finds the PostgreSQL that really runs on `cluster`. The lock file alone proves nothing: its writer may have been
 * killed, may be a zombie nobody has reaped, or its number may belong to another program by now.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const postmaster = await readLockFile(cluster);
  if (postmaster === null) return null;
  const facts = await processFacts(postmaster.pid);
  if (facts === null || !/^postgres(\.exe)?$/.test(facts.program)) return null;
  if (process.platform === 'win32') return postmaster;
  const folder = await realpath(cluster);
  const named = facts.args.join(' ');
  return facts.cwd === folder || named.includes(folder) || named.includes(cluster) ? postmaster : null;
}

/**
 * Removes the lock files of a PostgreSQL that is gone: as long as their process number exists, be it as a zombie or as
 * another program, the next PostgreSQL refuses to start. Says whether there were any.
 */
export async function removeStaleLockFiles(cluster: string, socketFolder: string): Promise<boolean> {
  const stale = (await readdir(socketFolder)).filter((name) => name.startsWith('.s.PGSQL.'));
  for (const name of stale) await rm(join(socketFolder, name), { force: true });
  return rm(join(cluster, 'postmaster.pid')).then(
    () => true,
    () => false,
  );
}

/** Whether the program file of a running PostgreSQL was replaced under it, as an update of the packages does. */
export async function isOutdated(postmaster: Postmaster): Promise<boolean> {
  const program = await readlink(`/proc/${postmaster.pid}/exe`).catch(() => '');
  return program.endsWith(' (deleted)');
}

/** Lines of postmaster.pid: pid, cluster, start time, port, socket folder, address, shared memory, status. */
async function readLockFile(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0), socketFolder: lines[4] ?? '', status: lines[7] ?? '' };
}
