import type { Client } from 'pg';
import type { ArchivedSequence } from './archive.ts';

/** All that the program keeps is in these; the tables of the job library are its own, so jobs go apart. */
export const SCHEMAS = ['app', 'auth'];
/** Stands for the jobs among the tables of an archive. */
export const JOBS = 'jobs';

/**
 * Tables that are left empty: sessions, because one that was ended after the backup must not open again; and what
 * belongs to processes that run.
 */
export const LEFT_OUT = ['auth.sessions', 'app.live_events', 'app.job_workers', 'app.upload_leases', 'app.mailboxes'];

/** Rows of a table that are kept, where not all are. Uploads on their way begin anew: their bytes are not whole. */
const KEPT: Record<string, string> = {
  'app.uploads': `state = 'finished'`,
  'app.received_mails': `state <> 'arriving'`,
};

/** Where rows name blobs, and which of those rows mean one that is there for certain. */
export const BLOB_COLUMNS = [
  { table: 'app.uploads', column: 'id', when: KEPT['app.uploads'] ?? 'true' },
  { table: 'app.attachments', column: 'blob_id', when: 'true' },
  { table: 'app.attachments', column: 'preview_blob_id', when: 'preview_type is not null' },
  { table: 'app.samples', column: 'blob_id', when: 'true' },
  { table: 'app.exports', column: 'blob_id', when: `state = 'done'` },
  { table: 'app.hash_lists', column: 'blob_id', when: `state = 'reading'` },
  { table: 'app.article_images', column: 'original_id', when: `state = 'pending'` },
  { table: 'app.article_images', column: 'blob_id', when: `state = 'ready'` },
  { table: 'app.received_mails', column: 'id', when: KEPT['app.received_mails'] ?? 'true' },
  { table: 'app.release_files', column: 'blob_id', when: 'true' },
] as const;

/** The ids of all blobs that must be there, each once. */
export const NAMED_BLOBS = BLOB_COLUMNS.map(
  ({ table, column, when }) => `select ${column} as id from ${table} where ${column} is not null and ${when}`,
).join(' union ');

export interface TableShape {
  name: string;
  /** Without generated ones, which fill themselves. */
  columns: string[];
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
/** `app.requests` as SQL names it. */
export const sqlName = (name: string): string => name.split('.').map(identifier).join('.');
export const sqlColumns = (columns: readonly string[]): string => columns.map(identifier).join(', ');

/** Every table that is copied, with its columns. */
export async function listTables(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname || '.' || c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1) and n.nspname || '.' || c.relname <> all($2)
    order by 1`,
    [SCHEMAS, LEFT_OUT],
  );
  return rows;
}

/** The query whose rows are copied of a table. */
export const rowsOf = ({ name, columns }: TableShape): string =>
  `select ${sqlColumns(columns)} from ${sqlName(name)} where ${KEPT[name] ?? 'true'}`;

/** Where every sequence stands, those of identity columns too. */
export async function readSequences(client: Client): Promise<ArchivedSequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname = any($1) order by 1`,
    [SCHEMAS],
  );
  const found: ArchivedSequence[] = [];
  for (const { name } of rows) {
    const state = await client.query<Omit<ArchivedSequence, 'name'>>(
      `select last_value::text as last, is_called as called from ${sqlName(name)}`,
    );
    for (const row of state.rows) found.push({ name, ...row });
  }
  return found;
}

export const JOB_COLUMNS = [
  'task',
  'payload',
  'queue',
  'run_at',
  'attempts',
  'max_attempts',
  'last_error',
  'key',
  'priority',
  'flags',
];

/** Jobs that wait or have given up; one that runs counts as waiting, with the attempt given back. */
export const JOB_ROWS = `select t.identifier as task, j.payload, q.queue_name as queue, j.run_at,
    greatest(0, j.attempts - (j.locked_at is not null)::int) as attempts, j.max_attempts, j.last_error, j.key, j.priority,
    array(select jsonb_object_keys(j.flags)) as flags
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
  order by j.id`;
