import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columnsOf, excerptOf, labStageFor, nextStep } from '#features/requests/index.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import type { MadeRequest } from './make-requests.ts';

type Value = string | number | boolean | null | readonly string[];

const escape = (text: string) =>
  text.replaceAll(/[\\\t\n\r]/gu, (sign) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[sign] ?? sign);

const cell = (value: Value): string => {
  if (value === null) return '\\N';
  if (typeof value === 'object') return escape(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  return typeof value === 'string' ? escape(value) : String(value);
};

/**
 * Copies rows into a table that goes with the transaction, shaped by a query: COPY itself refuses tables behind
 * row-level security, so each is filled from such a one.
 */
async function copy(client: PoolClient, name: string, shape: string, rows: Iterable<readonly Value[]>): Promise<void> {
  await client.query(`create temp table ${name} on commit drop as ${shape} limit 0`);
  const stream = client.query(copyFrom(`copy ${name} from stdin`));
  const done = once(stream, 'finish');
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(cell).join('\t')}\n`;
    if (chunk.length < 65_536) continue;
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done]);
    chunk = '';
  }
  stream.end(chunk);
  await done;
}

/** Copies rows into columns of a table. */
async function fillTable(client: PoolClient, table: string, columns: string, rows: Iterable<readonly Value[]>) {
  const name = `copied_${table}`;
  await copy(client, name, `select ${columns} from app.${table}`, rows);
  await client.query(`insert into app.${table} (${columns}) select * from ${name}`);
}

const iso = (at: number) => new Date(at).toISOString();
const HOUR = 3_600_000;

const ended = ({ status }: MadeRequest) => status === 'resolved' || status === 'closed';

function requestRow(r: MadeRequest, number: number): Value[] {
  const last = r.messages.findLast(({ internal }) => !internal) ?? r.messages[0];
  const at = iso(last?.at ?? r.createdAt);
  return [
    r.id,
    r.company.id,
    r.desk,
    number,
    r.kind,
    r.severity,
    r.status,
    labStageFor(r.desk, r.status),
    r.resolution,
    r.subject,
    excerptOf(last?.text ?? ''),
    r.language,
    r.product.id,
    r.product.version,
    r.company.planId,
    r.authorId,
    r.ownerId,
    ended(r) || r.status === 'waiting_for_customer' ? 'infinity' : iso(Date.parse(at) + r.severity * 4 * HOUR),
    r.status === 'waiting_for_customer',
    r.messages.filter(({ internal }) => !internal).length,
    at,
    last?.side ?? 'customer',
    iso(r.createdAt),
    at,
    at,
    ended(r) ? at : null,
    nextStep({ status: r.status, since: new Date(at), remindedAt: null })?.at.toISOString() ?? null,
  ];
}

const REQUEST_COLUMNS =
  'id, company_id, desk, number, kind, severity, status, lab_stage, resolution, subject, excerpt, language, product_id, ' +
  'product_version, plan_id, author_id, owner_id, promise_at, promise_paused, message_count, last_message_at, ' +
  'last_message_side, created_at, updated_at, status_since, resolved_at, step_at';

const MESSAGE_COLUMNS = 'id, company_id, request_id, author_id, author_side, visibility, text, created_at';

function* messageRows({ id: request, company, messages }: MadeRequest): Generator<Value[]> {
  for (const { id, authorId, side, internal, text, at } of messages) {
    yield [id, company.id, request, authorId, side, internal ? 'internal' : 'public', text, iso(at)];
  }
}

const TIMELINE_COLUMNS =
  'id, request_id, company_id, actor_id, type, visibility, field, from_value, to_value, created_at';

function* timelineRows({
  id,
  company,
  authorId,
  ownerId,
  status,
  createdAt,
  messages,
}: MadeRequest): Generator<Value[]> {
  const entry = (at: number, actor: string | null, type: string, visibility: string, change: (string | null)[]) => [
    newId(),
    id,
    company.id,
    actor,
    type,
    visibility,
    ...change,
    iso(at),
  ];
  yield entry(createdAt, authorId, 'created', 'public', [null, null, null]);
  const answer = messages[1];
  if (ownerId === null || answer === undefined) return;
  yield entry(answer.at, ownerId, 'assigned', 'internal', [null, null, ownerId]);
  yield entry(answer.at, ownerId, 'status_changed', 'public', ['status', 'new', 'open']);
  if (status !== 'open') {
    yield entry(messages.at(-1)?.at ?? createdAt, ownerId, 'status_changed', 'public', ['status', 'open', status]);
  }
}

const WORDS_SHAPE = `select source_id, request_id, company_id, internal, ''::text as language, ''::text as words,
  ''::text as plain, '{}'::text[] as ends from app.search_entries`;

function* searchRows(r: MadeRequest): Generator<Value[]> {
  const row = (source: string, internal: boolean, text: string, names: readonly string[]): Value[] => {
    const { words, plain, ends } = columnsOf({ text, names });
    return [source, r.id, r.company.id, internal, r.language, words, plain, ends];
  };
  yield row(r.id, false, '', [r.subject]);
  for (const { id, internal, text } of r.messages) yield row(id, internal, text, []);
}

function* rowsOf(requests: readonly MadeRequest[], rows: (request: MadeRequest) => Iterable<Value[]>) {
  for (const request of requests) yield* rows(request);
}

/** Puts requests with all that hangs on them into the database, in one transaction. */
export async function insertHistory({ database }: Platform, requests: readonly MadeRequest[]): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    const numbers: Record<string, number[]> = {};
    for (const desk of ['support', 'lab']) {
      const wanted = requests.filter((request) => request.desk === desk).length;
      const { rows } = await client.query<{ number: number }>(
        'select app.next_number($1) as number from generate_series(1, $2)',
        [desk, wanted],
      );
      numbers[desk] = rows.map(({ number }) => number);
    }
    await fillTable(
      client,
      'requests',
      REQUEST_COLUMNS,
      requests.map((request) => requestRow(request, numbers[request.desk]?.shift() ?? 0)),
    );
    await fillTable(client, 'messages', MESSAGE_COLUMNS, rowsOf(requests, messageRows));
    await fillTable(client, 'timeline_entries', TIMELINE_COLUMNS, rowsOf(requests, timelineRows));
    await copy(client, 'copied_words', WORDS_SHAPE, rowsOf(requests, searchRows));
    await client.query(`insert into app.search_entries (source_id, request_id, company_id, internal, words)
      select source_id, request_id, company_id, internal, app.search_vector(language, words, plain, ends)
      from copied_words`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Drops the index of the search while much is added. */
export const dropWordIndex = async ({ database }: Platform): Promise<void> => {
  await database.pool.query('drop index if exists app.search_entries_words');
};

/** Builds the index of the search as the migration describes it, and gathers what the planner needs to know. */
export async function buildWordIndex({ database }: Platform): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query("set maintenance_work_mem = '512MB'");
    await client.query('create index if not exists search_entries_words on app.search_entries using gin (words)');
    await client.query('vacuum analyze');
  } finally {
    await client.query('reset maintenance_work_mem').finally(() => client.release());
  }
}
