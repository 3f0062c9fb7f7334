import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type pg from 'pg';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);
// Any number will do, as long as no other program locks it in the same database.
const LOCK = 4_731_902_551;

/** A database that this version of the program cannot use; the message says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export interface Migration {
  name: string;
  /** SHA-256 of the file, in hex. */
  hash: string;
}

async function readMigrations(): Promise<(Migration & { text: string })[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/u.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, MIGRATIONS), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Brings the database up to this version: every numbered file that has not run, in order, each in its own transaction.
 * Processes that start together wait for each other. Refuses when a file that has run was edited, or when the database
 * is newer than the program. Returns the names of the files that ran. With `only`, no others run: to get a database as an
 * older version had it.
 */
export async function migrate(client: pg.Client, only?: ReadonlySet<string>): Promise<string[]> {
  const files = await readMigrations();
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await client.query(
      'create table if not exists public.migrations (name text primary key, hash text not null, ran_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from public.migrations');
    const known = new Map(files.map((file) => [file.name, file.hash]));
    for (const { name, hash } of rows) {
      if (!known.has(name)) {
        throw new MigrationError(`the database has ${name}, which this version does not know: start the newer version`);
      }
      if (known.get(name) !== hash) {
        throw new MigrationError(`${name} was changed after it ran: migrations are never edited, add a new one`);
      }
    }
    const done = new Set(rows.map(({ name }) => name));
    const due = files.filter(({ name }) => !done.has(name) && only?.has(name) !== false);
    for (const { name, text, hash } of due) {
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into public.migrations (name, hash) values ($1, $2)', [name, hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new MigrationError(`${name}: ${(error as Error).message}`, { cause: error });
      }
    }
    return due.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

/** The migrations of this version. */
export const listMigrations = async (): Promise<Migration[]> =>
  (await readMigrations()).map(({ name, hash }) => ({ name, hash }));

/** Whether every migration of this version has run. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const files = await readMigrations();
  const { rows } = await pool.query<{ name: string }>('select name from public.migrations');
  const done = new Set(rows.map(({ name }) => name));
  return files.every(({ name }) => done.has(name));
}
