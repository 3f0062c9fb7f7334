import { execFile } from 'node:child_process';
import { mkdir, open, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';

const run = promisify(execFile);

/** What the system says about a running process; null when there is none or it is a zombie. */
export type ProcessFacts = { program: string; args: string[]; cwd: string | null; started: string };

/** Looks a process up by number. A number may have been given to another program since it was written down. */
export async function processFacts(pid: number): Promise<ProcessFacts | null> {
  if (process.platform === 'linux') return linuxFacts(pid);
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  if (process.platform === 'win32') return { program: 'postgres', args: [], cwd: null, started: '' };
  const { stdout } = await run('ps', ['-o', 'lstart=,command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const [, started, command] = /^(\w+ +\w+ +\d+ [\d:]+ \d+) +(.*)$/.exec(stdout.trim()) ?? [];
  if (started === undefined || command === undefined) return null;
  const [program = '', ...args] = command.split(' ');
  return { program: basename(program), args, cwd: null, started };
}

/**
 * Notes that this program uses the database of `home`. The answer leaves again and says whether nobody else is left:
 * an administration command beside the running service must not take the database away from it.
 */
export async function enter(home: string): Promise<() => Promise<boolean>> {
  const folder = join(home, 'programs');
  await mkdir(folder, { recursive: true });
  // One process may hold the database more than once, hence the number after the process id.
  const mine = `${process.pid}.${process.hrtime.bigint()}`;
  await writeFile(join(folder, mine), await startOf(process.pid));
  return async () => {
    await rm(join(folder, mine), { force: true });
    return !(await anyAlive(folder));
  };
}

/** Runs `work` while no other program starts or stops the database of `home`. */
export async function withLock<T>(home: string, work: () => Promise<T>): Promise<T> {
  const path = join(home, 'lock');
  for (;;) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(`${process.pid} ${await startOf(process.pid)}`);
      await file.close();
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (await isAbandoned(path)) await rm(path, { force: true });
      else await delay(50);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [pid = '', ...started] = text.split(' ');
  // An empty lock is one that is just being written, unless its writer died at that moment.
  if (pid === '') {
    await delay(1000);
    return (await readFile(path, 'utf8').catch(() => 'gone')) === '';
  }
  return (await startOf(Number(pid))) !== started.join(' ');
}

async function anyAlive(folder: string): Promise<boolean> {
  for (const name of await readdir(folder)) {
    const started = await readFile(join(folder, name), 'utf8').catch(() => null);
    const alive = started !== null && started === (await startOf(Number.parseInt(name, 10)));
    if (alive) return true;
    await rm(join(folder, name), { force: true });
  }
  return false;
}

/** A process is known by its number and its start; 'none' when it does not run. */
async function startOf(pid: number): Promise<string> {
  return (await processFacts(pid))?.started ?? 'none';
}

async function linuxFacts(pid: number): Promise<ProcessFacts | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses and may itself hold spaces and parentheses.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    if (state === 'Z' || state === 'X') return null;
    const [program = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return { program: basename(program), args, cwd, started: fields[19] ?? '' };
  } catch {
    return null;
  }
}
