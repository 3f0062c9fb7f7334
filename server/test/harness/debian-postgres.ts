import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { chooseUser } from '#platform/db/embedded/run-as.ts';

const DEBIAN = '/usr/lib/postgresql';

/** Debian's own PostgreSQL with an empty cluster: the oldest that is supported, and settings nobody prepared for us. */
export interface DebianPostgres {
  /** Holds the cluster and the socket; others may put theirs there too. */
  folder: string;
  /** The address of a database, for a user who needs no password. */
  url: (user: string, database: string) => string;
  superuser: (...statements: string[]) => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts one that listens on a socket only. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const version = readdirSync(DEBIAN).find((name) => existsSync(join(DEBIAN, name, 'bin/postgres'))) ?? '';
  const bin = join(DEBIAN, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'companyaccount-pg-'));
  const cluster = join(folder, 'cluster');
  const user = await chooseUser(folder, () => undefined);
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const as = { ...user, cwd: folder };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', cluster, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust'],
    as,
  );
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'];
  const server = spawn(join(bin, 'postgres'), ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    ...as,
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 100 && !existsSync(join(folder, '.s.PGSQL.5432')); tries += 1) await delay(100);
  await delay(300);
  return {
    folder,
    url: (name, database) => `postgres://${name}@${encodeURIComponent(folder)}/${database}`,
    superuser: async (...statements) => {
      const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' });
      await client.connect();
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      server.kill('SIGINT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
