// The other process of requests.ts: the program on a filled database, the same SQL run bare, and a bare Fastify route.
import Fastify from 'fastify';
import pg from 'pg';
import { createApp } from '../server/src/app.ts';
import { loadDemoData } from '../server/src/demo/demo-data.ts';
import { loadHistory } from '../server/src/demo/history/load-history.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { newId } from '../server/src/platform/ids.ts';
import { createLog } from '../server/src/platform/log.ts';
import { startPlatform } from '../server/src/platform/start.ts';
import { sessionCookies } from './session-cookies.ts';

export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** What the measuring process asks for. */
export type Order =
  | { do: 'record' }
  | { do: 'recorded' }
  | { do: 'serve'; path: string; status: number; body: string }
  | { do: 'bare'; statements: readonly Statement[]; concurrency: number; ms: number };

/** What it is told first. */
export interface Prepared {
  url: string;
  bareUrl: string;
  postgres: string;
  requests: number;
  messages: number;
  /** Cookies of an engineer, and of an administrator of the company with the most requests. */
  engineer: string;
  member: string;
  /** Requests of that company. */
  memberRequests: number;
  /** Requests that the member and the engineer may see, by how many messages they have. */
  withTen: string;
  withTwoThousand: string;
  /** The number of one of them. */
  number: number;
}

const [dataDir = '', requests = '300000', companies = '500'] = process.argv.slice(2);
const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, dataDir);
const { platform, stop } = await startPlatform(config, createLog('silent'), {
  version: 'bench',
  say: () => undefined,
  localUrl: () => 'http://localhost',
});
const { pool } = platform.database;
const one = async <T extends object>(query: string, values: unknown[] = []): Promise<T> => {
  const { rows } = await pool.query<T>(query, values);
  if (rows[0] === undefined) throw new Error(`no row from: ${query}`);
  return rows[0];
};

if (await loadDemoData(platform)) {
  const size = { requests: Number(requests), companies: Number(companies), seed: 1 };
  await loadHistory(platform, size, (line) => process.stderr.write(`${line}\n`));
}

const cookieOf = async (personId: string): Promise<string> => (await sessionCookies(platform, [personId]))[0] ?? '';

/** A request of the company with as many messages as asked for; made from one of few where there is none yet. */
async function requestWith(companyId: string, messages: number): Promise<{ id: string; number: number }> {
  const find = () =>
    pool.query<{ id: string; number: number }>(
      `select id, number from app.requests where company_id = $1 and message_count = $2 and desk = 'support' limit 1`,
      [companyId, messages],
    );
  const known = (await find()).rows[0];
  if (known !== undefined) return known;
  const { id } = await one<{ id: string }>(
    `select id from app.requests where company_id = $1 and message_count < 8 and desk = 'support' order by id limit 1`,
    [companyId],
  );
  await pool.query(
    `insert into app.messages (id, company_id, request_id, author_id, author_side, visibility, text, created_at)
     select gen_random_uuid(), company_id, id, author_id, 'customer', 'public',
       'The service stopped again at ' || n || ' minutes past, with the same entry in its log as each time before.',
       created_at + n * interval '1 second'
     from app.requests, generate_series(1, $2 - message_count) as n where id = $1`,
    [id, messages],
  );
  await pool.query(`update app.requests set message_count = $2 where id = $1`, [id, messages]);
  return requestWith(companyId, messages);
}

async function prepare(url: string, bareUrl: string): Promise<Prepared> {
  const company = await one<{ id: string; count: number }>(
    `select company_id as id, count(*) from app.requests where company_id is not null group by 1 order by 2 desc limit 1`,
  );
  const member = await one<{ person_id: string }>(
    `select person_id from app.members where company_id = $1 and role = 'administrator' and state = 'active' limit 1`,
    [company.id],
  );
  const engineer = await one<{ person_id: string }>(
    `select person_id from app.agents where active and roles = array['engineer'] order by person_id limit 1`,
  );
  const withTen = await requestWith(company.id, 10);
  const { count: total } = await one<{ count: number }>('select count(*) from app.requests');
  const { count: messages } = await one<{ count: number }>('select count(*) from app.messages');
  const { server_version: postgres } = await one<{ server_version: string }>('show server_version');
  return {
    url,
    bareUrl,
    postgres,
    requests: total,
    messages,
    engineer: await cookieOf(engineer.person_id),
    member: await cookieOf(member.person_id),
    memberRequests: company.count,
    withTen: withTen.id,
    withTwoThousand: (await requestWith(company.id, 2_000)).id,
    number: withTen.number,
  };
}

let recorded: Statement[] = [];
let recording = false;
let recordedFrom = 0;
// The driver's own door, so that what is replayed is what was sent.
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
  if (recording) {
    const [first, second] = args as [string | Statement, unknown[]?];
    recorded.push(
      typeof first === 'string'
        ? { text: first, values: second ?? [] }
        : { text: first.text, values: [...(first.values ?? [])] },
    );
  }
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;
const isNew = (value: unknown): value is string =>
  typeof value === 'string' &&
  UUID_V7.test(value) &&
  Number.parseInt(value.slice(0, 8) + value.slice(9, 13), 16) >= recordedFrom;

/** The statements over again, for rows of their own: what was made while they were recorded gets ids anew. */
async function replay(client: pg.PoolClient, statements: readonly Statement[]): Promise<void> {
  const ids = new Map<string, string>();
  const renewed = (value: unknown) => {
    if (!isNew(value)) return value;
    const id = ids.get(value) ?? newId();
    ids.set(value, id);
    return id;
  };
  for (const { text, values } of statements) await client.query(text, values.map(renewed));
}

/** Times in ms of the statements run in a row, over and over by so many at once. */
async function bare({ statements, concurrency, ms }: Extract<Order, { do: 'bare' }>): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + ms;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      const client = await pool.connect();
      while (performance.now() < until) {
        const began = performance.now();
        await replay(client, statements);
        times.push(performance.now() - began);
      }
      client.release();
    }),
  );
  return times;
}

const app = await createApp(platform);
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const bareApp = Fastify();
const served = new Map<string, { status: number; body: string }>();
bareApp.all('/*', async (request, reply) => {
  const { status, body } = served.get(request.url) ?? { status: 500, body: '' };
  return reply.code(status).type('application/json; charset=utf-8').send(body);
});
const bareUrl = await bareApp.listen({ host: '127.0.0.1', port: 0 });

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'record':
      [recorded, recording, recordedFrom] = [[], true, Date.now()];
      return null;
    case 'recorded':
      recording = false;
      return recorded;
    case 'serve':
      served.set(order.path, order);
      return null;
    case 'bare':
      return bare(order);
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String((error as Error).stack) }),
  );
});
async function end(): Promise<void> {
  await app.close();
  await bareApp.close();
  await stop();
  process.exit(0);
}
process.once('disconnect', () => void end());
process.send?.({ answer: await prepare(url, bareUrl) });
