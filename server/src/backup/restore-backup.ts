import { once } from 'node:events';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { listMigrations, migrate } from '#platform/db/migrate.ts';
import { checkDatabase } from '#platform/db/start-checks.ts';
import { migrateJobs } from '#platform/jobs/jobs.ts';
import type { Storage } from '#platform/start.ts';
import { type ArchiveHead, type ArchiveManifest, BadArchive } from './archive.ts';
import { readArchive } from './read-archive.ts';
import { JOB_COLUMNS, JOBS, listTables, SCHEMAS, sqlColumns, sqlName } from './tables.ts';

/** Nothing was changed; the message says why. */
export class RestoreRefused extends Error {
  override name = 'RestoreRefused';
}

const TOLD_MS = 10_000;
const WAITING_JOBS = 'restored_jobs';

/** Goes through the whole archive and answers with what it says it holds. Throws BadArchive or RestoreRefused. */
export async function verifyBackup(
  file: string,
  keyring: Storage['keyring'],
  { masterKeyFile, say }: { masterKeyFile: string; say: (line: string) => void },
): Promise<ArchiveManifest> {
  let manifest: ArchiveManifest | null = null;
  let bytes = 0;
  let told = performance.now();
  for await (const part of readArchive(file, keyring)) {
    if (part.kind === 'head') await checkHead(part.head, keyring.fingerprint, masterKeyFile);
    else if (part.kind === 'manifest') ({ manifest } = part);
    else bytes += part.kind === 'blob' ? part.size : part.bytes.length;
    if (performance.now() - told < TOLD_MS) continue;
    told = performance.now();
    say(`${Math.round(bytes / 1e6)} MB checked so far`);
  }
  if (manifest === null) throw new BadArchive('it is cut: its end is missing');
  return manifest;
}

async function checkHead({ masterKey, migrations, program }: ArchiveHead, own: string, keyFile: string): Promise<void> {
  if (masterKey !== own) {
    throw new RestoreRefused(
      `this backup was made under the master key with the fingerprint ${masterKey}, but ${keyFile} holds another one: bring the key of that installation there`,
    );
  }
  const known = new Map((await listMigrations()).map(({ name, hash }) => [name, hash]));
  for (const { name, hash } of migrations) {
    if (!known.has(name)) {
      throw new RestoreRefused(`this backup was made by a newer version (${program}): restore it with that one`);
    }
    if (known.get(name) !== hash) throw new RestoreRefused(`${name} is not what it was when this backup was made`);
  }
}

/** Refuses a database that somebody uses: one with people, or with a program that runs on it. */
async function checkUnused(client: Client): Promise<void> {
  const { rows } = await client.query<{ others: number; ours: boolean; foreign: boolean }>(
    `select (select count(*)::int from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and application_name like 'companyaccount%') as others,
      to_regclass('public.migrations') is not null as ours,
      exists (select from pg_namespace where nspname = any($1)) as foreign`,
    [[...SCHEMAS, 'graphile_worker']],
  );
  const [found] = rows;
  if (found === undefined || found.others > 0) {
    throw new RestoreRefused('the program runs on this database: stop it first');
  }
  if (!found.ours && found.foreign) {
    throw new RestoreRefused('another program keeps its tables in this database: give this one a database of its own');
  }
  if (!found.ours) return;
  const people = await client.query<{ table: string | null }>(`select to_regclass('auth.people')::text as table`);
  if (people.rows[0]?.table == null) return;
  const { rowCount } = await client.query('select from auth.people limit 1');
  if (rowCount !== 0) {
    throw new RestoreRefused(
      'there are people in this installation already: a backup is restored into an empty one, with a data folder or database of its own',
    );
  }
}

/** Makes the tables anew as the version had them that wrote the archive. */
async function makeTables(client: Client, head: ArchiveHead): Promise<void> {
  const schemas = sqlColumns([...SCHEMAS, 'graphile_worker']);
  await client.query(`begin; drop schema if exists ${schemas} cascade; drop table if exists public.migrations; commit`);
  await migrate(client, new Set(head.migrations.map(({ name }) => name)));
  await checkDatabase(client);
}

/** Takes rows as text into a table of the open transaction. */
class TableFiller {
  readonly #stream;
  readonly #done: Promise<unknown>;
  readonly name: string;

  constructor(client: Client, name: string, into: string) {
    this.name = name;
    this.#stream = client.query(copyFrom(`copy ${into} from stdin`));
    this.#done = once(this.#stream, 'finish');
    // Told by whoever writes or ends next.
    this.#done.catch(() => undefined);
  }

  async write(bytes: Buffer): Promise<void> {
    if (!this.#stream.write(bytes)) await Promise.race([once(this.#stream, 'drain'), this.#done]);
  }

  async end(): Promise<number> {
    this.#stream.end();
    await this.#done;
    return this.#stream.rowCount;
  }
}

/** What stands in the way of loading rows in any order, taken away and put back within one transaction. */
async function withoutGuards(client: Client, tables: readonly string[], load: () => Promise<void>): Promise<void> {
  const { rows: keys } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
    from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = any($1::regnamespace[])`,
    [SCHEMAS],
  );
  const { rows: forced } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relforcerowsecurity and relnamespace = any($1::regnamespace[])`,
    [SCHEMAS],
  );
  const each = async (statements: string[]) => {
    for (const statement of statements) await client.query(statement);
  };
  await each(keys.map(({ drop }) => drop));
  await each(tables.map((table) => `alter table ${table} disable trigger user`));
  // COPY takes no rows for a table whose policies hold for its owner too.
  await each(forced.map(({ name }) => `alter table ${name} no force row level security`));
  await load();
  await each(forced.map(({ name }) => `alter table ${name} force row level security`));
  await each(tables.map((table) => `alter table ${table} enable trigger user`));
  // Adding one holds all rows against it.
  await each(keys.map(({ add }) => add));
}

/** Puts the jobs into the queue of this version; none is held by a worker, and each has the attempts it had. */
async function queueJobs(client: Client): Promise<void> {
  await client.query(`create temp table queued_jobs on commit drop as
    select attempts, last_error, (graphile_worker.add_job(task, payload, queue_name := queue, run_at := run_at,
      max_attempts := max_attempts, job_key := key, priority := priority, flags := nullif(flags, '{}'))).id as job_id
    from ${WAITING_JOBS}`);
  await client.query(`update graphile_worker._private_jobs j set attempts = q.attempts, last_error = q.last_error
    from queued_jobs q where q.job_id = j.id and (q.attempts > 0 or q.last_error is not null)`);
}

/**
 * Puts a verified backup into an empty installation: rows in one transaction that ends when the last file is written and
 * everything has been held against the manifest once more. What is broken off can be begun again.
 */
export async function restoreBackup(
  { database, keyring, blobs }: Storage,
  file: string,
  manifest: ArchiveManifest,
  say: (line: string) => void,
): Promise<void> {
  const client = database.directConnection();
  await client.connect();
  try {
    await checkUnused(client);
    await makeTables(client, manifest.head);
    await migrateJobs(database.jobsPool);
    await client.query('begin');
    for (const setting of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
      await client.query(`set local ${setting} = 0`);
    }
    await client.query(`set local datestyle = 'ISO, MDY'; set local intervalstyle = 'postgres'`);
    const shapes = await listTables(client);
    const archived = new Map(manifest.tables.map((table) => [table.name, table]));
    const differs = shapes.find(({ name, columns }) => archived.get(name)?.columns.join() !== columns.join());
    if (differs !== undefined || archived.size !== shapes.length + 1 || !archived.has(JOBS)) {
      throw new BadArchive(`its tables are not those of the version it names${differs ? `: ${differs.name}` : ''}`);
    }
    const tables = shapes.map(({ name }) => sqlName(name));
    await withoutGuards(client, tables, async () => {
      // Migrations fill some.
      await client.query(`truncate ${tables.join(', ')}`);
      await client.query(`create temp table ${WAITING_JOBS} (task text, payload json, queue text, run_at timestamptz,
        attempts int, max_attempts int, last_error text, key text, priority int, flags text[]) on commit drop`);
      await load({ client, blobs, keyring }, file, manifest, say);
      for (const { name, last, called } of manifest.sequences) {
        await client.query('select setval($1::regclass, $2::bigint, $3)', [sqlName(name), last, called]);
      }
    });
    await queueJobs(client);
    await client.query('commit');
    await client.query(`analyze ${tables.join(', ')}`);
  } finally {
    // Ends a transaction that did not come to its end.
    await client.end();
  }
}

async function load(
  { client, blobs, keyring }: Pick<Storage, 'blobs' | 'keyring'> & { client: Client },
  file: string,
  manifest: ArchiveManifest,
  say: (line: string) => void,
): Promise<void> {
  const archived = new Map(manifest.tables.map((table) => [table.name, table]));
  const missing = new Set(manifest.missing);
  const loaded = new Map<string, number>();
  let filler: TableFiller | null = null;
  const endTable = async () => {
    if (filler !== null) loaded.set(filler.name, await filler.end());
    filler = null;
  };
  let files = 0;
  let told = performance.now();
  let proven = false;
  for await (const part of readArchive(file, keyring)) {
    if (part.kind === 'rows') {
      if (filler?.name !== part.table) {
        await endTable();
        const table = archived.get(part.table);
        if (table === undefined || loaded.has(part.table)) throw new BadArchive(`${part.table} is out of place`);
        const columns = part.table === JOBS ? JOB_COLUMNS : table.columns;
        const target = part.table === JOBS ? WAITING_JOBS : sqlName(part.table);
        filler = new TableFiller(client, part.table, `${target} (${sqlColumns(columns)})`);
      }
      await filler.write(part.bytes);
      continue;
    }
    await endTable();
    if (part.kind === 'blob' && !missing.has(part.id)) {
      await blobs.writeSealed(part.id, part);
      files += 1;
      if (performance.now() - told > TOLD_MS) {
        told = performance.now();
        say(`${files} of ${manifest.blobs.count} files`);
        // Whatever stands between here and the database is not to take it for idle.
        await client.query('select 1');
      }
    } else if (part.kind === 'manifest') {
      // The file may have changed since it was verified.
      if (JSON.stringify(part.manifest) !== JSON.stringify(manifest)) throw new BadArchive('it was changed meanwhile');
      proven = true;
    }
  }
  const wrong = manifest.tables.find(({ name, rows }) => (loaded.get(name) ?? 0) !== rows);
  if (wrong !== undefined) throw new BadArchive(`${wrong.name} has not the ${wrong.rows} rows it should have`);
  if (!proven) throw new BadArchive('it is cut: its end is missing');
}
