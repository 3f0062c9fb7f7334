import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A system user by number; null stands for "whoever runs this program". */
export type SystemUser = { uid: number; gid: number };

const USER_NAME = 'postgres';

/**
 * The user PostgreSQL runs as: this program's own, or, since PostgreSQL refuses root, the owner of an existing
 * cluster or else the system user `postgres`, created when missing.
 */
export async function chooseUser(cluster: string, say: (line: string) => void): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(cluster).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const existing = await lookUp();
  if (existing !== null) return existing;
  say(`PostgreSQL does not run as root: creating the system user ${USER_NAME}.`);
  await createUser();
  const created = await lookUp();
  if (created === null) throw new Error(`The system user ${USER_NAME} could not be created.`);
  return created;
}

/** Whether `user` can enter `folder`, asked of the system itself, so access lists and mounts count too. */
export async function canEnter(user: SystemUser, folder: string): Promise<boolean> {
  return run('test', ['-x', folder], childOptions(user, '/')).then(
    () => true,
    () => false,
  );
}

/**
 * Options for running a PostgreSQL program: as `user`, from a folder that user can enter, and with an environment
 * that neither the locale nor any PG* variable of the caller reaches.
 */
export function childOptions(
  user: SystemUser | null,
  cwd: string,
): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
  windowsHide: boolean;
} {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...user, cwd, env, windowsHide: true };
}

async function lookUp(): Promise<SystemUser | null> {
  try {
    const uid = await run('id', ['-u', USER_NAME]);
    const gid = await run('id', ['-g', USER_NAME]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function createUser(): Promise<void> {
  // /usr/sbin may be missing from root's PATH, for example after a plain `su`.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER_NAME]],
    ['adduser', ['--system', '--group', '--no-create-home', USER_NAME]],
    ['adduser', ['-S', '-D', '-H', USER_NAME]],
  ];
  const failures: unknown[] = [];
  for (const [command, args] of ways) {
    try {
      await run(command, args, { env });
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(
    failures,
    `The system user ${USER_NAME} could not be created. Create it, or run this program as an ordinary user.`,
  );
}
