import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { handOver, type Placement } from './placement.ts';
import { findPostmaster, type Postmaster } from './postmaster-guard.ts';
import { childOptions } from './run-as.ts';

const run = promisify(execFile);

/** Recovery after a crash replays at most a few gigabytes of log; longer than this means that it hangs. */
const START_LIMIT_SECONDS = 300;
const STOP_LIMIT_SECONDS = 60;

/** Starts PostgreSQL detached from this program, so that it outlives a killed one, and waits until it answers. */
export async function startDetached(binaries: Binaries, place: Placement): Promise<void> {
  const wait = ['-w', '-t', String(START_LIMIT_SECONDS), '-s'];
  try {
    await run(
      binaries.pgCtl,
      [...wait, '-D', place.cluster, '-l', place.log, 'start'],
      childOptions(place.user, place.home),
    );
  } catch (cause) {
    throw new Error(`PostgreSQL did not start.\n${await endOfLog(place.log)}`, { cause });
  }
}

/**
 * Starts PostgreSQL so that the kernel ends it together with this program, however that ends. The signal is bound to
 * the calling thread: call this from the main one.
 */
export async function startDying(binaries: Binaries, place: Placement): Promise<void> {
  const log = openSync(place.log, 'a', 0o600);
  let exited = false;
  try {
    await handOver(place.log, place.user);
    // Its own process group keeps Ctrl-C away from it: this program stops it when it is done itself.
    const child = spawn('setpriv', ['--pdeathsig', 'INT', binaries.postgres, '-D', place.cluster], {
      ...childOptions(place.user, place.home),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.once('error', () => (exited = true));
    child.once('exit', () => (exited = true));
    child.unref();
  } finally {
    closeSync(log);
  }
  const deadline = Date.now() + START_LIMIT_SECONDS * 1000;
  while (!exited && Date.now() < deadline) {
    if ((await findPostmaster(place.cluster))?.status === 'ready') return;
    await delay(15);
  }
  throw new Error(`PostgreSQL did not start.\n${await endOfLog(place.log)}`);
}

/** Waits until a running PostgreSQL takes connections; null when it goes away instead. */
export async function whenReady(place: Placement, found: Postmaster): Promise<Postmaster | null> {
  const deadline = Date.now() + START_LIMIT_SECONDS * 1000;
  let current: Postmaster | null = found;
  while (current !== null && current.status !== 'ready') {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${found.pid}) is still "${current.status}".`);
    await delay(50);
    current = await findPostmaster(place.cluster);
  }
  return current;
}

/** Stops PostgreSQL: open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster(binaries: Binaries, place: Placement): Promise<void> {
  if ((await findPostmaster(place.cluster)) === null) return;
  const args = ['-D', place.cluster, '-m', 'fast', '-w', '-t', String(STOP_LIMIT_SECONDS), '-s', 'stop'];
  try {
    await run(binaries.pgCtl, args, childOptions(place.user, place.home));
  } catch (cause) {
    if ((await findPostmaster(place.cluster)) === null) return;
    throw new Error(`PostgreSQL did not stop.\n${await endOfLog(place.log)}`, { cause });
  }
}

/** The last lines of the database's log, for messages. */
async function endOfLog(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n');
}
