// What requests cost on a large installation, each operation beside the same SQL run bare and a bare Fastify route that
// answers the same bytes. `npm run bench [-- REQUESTS COMPANIES]` writes its figures to RESULTS.md; the filled database
// stays in DATA_DIR (default: a folder of the system's temporary one) for the next run.
import { fork } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '../server/src/platform/ids.ts';
import type { Order, Prepared, Statement } from './requests-program.ts';
import { machineLine, median, percentile, writeSection } from './results.ts';

/** Stands in one message only. */
const RARE_WORD = 'zyxwoqun';
const ROUNDS = 3;
const ROUND_MS = 1000;
const LEVELS = [1, 8] as const;

const [requests = '300000', companies = '500'] = process.argv.slice(2);
const loadBefore = loadavg();
const dataDir = process.env['DATA_DIR'] ?? join(tmpdir(), `companyaccount-bench-${requests}`);
await mkdir(dataDir, { recursive: true });
// Started by root, the database runs as another user, who has to get in here.
await chmod(dataDir, 0o711);
const program = fork(fileURLToPath(new URL('requests-program.ts', import.meta.url)), [dataDir, requests, companies]);

program.once('exit', (code) => {
  if (code !== 0) throw new Error(`the program ended with ${code}`);
});

function answer(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    program.once('message', (message: { answer?: unknown; error?: string }) =>
      message.error === undefined ? resolve(message.answer) : reject(new Error(message.error)),
    );
  });
}
const ask = (order: Order): Promise<unknown> => {
  program.send(order);
  return answer();
};

interface Call {
  method: 'GET' | 'POST';
  path: string;
  cookie: string;
  body?: object;
}
interface Reply {
  status: number;
  body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: Math.max(...LEVELS) });
function send(base: string, { method, path, cookie, body }: Call): Promise<Reply> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    cookie,
    ...(payload === undefined
      ? {}
      : {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
          'idempotency-key': newId(),
        }),
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(new URL(path, base), { method, agent, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

const prepared = (await answer()) as Prepared;
const { engineer, member, withTen, withTwoThousand, number } = prepared;

const get = (cookie: string, path: string): Call => ({ method: 'GET', path: `/api/v1${path}`, cookie });
const post = (cookie: string, path: string, body: object): Call => ({
  method: 'POST',
  path: `/api/v1${path}`,
  cookie,
  body,
});
const search = (words: string): Call => get(engineer, `/requests?page[size]=50&q=${encodeURIComponent(words)}`);
const open = (id: string): Call[] => [
  get(member, `/requests/${id}`),
  get(member, `/requests/${id}/messages?page[size]=100`),
  get(member, `/requests/${id}/timeline?page[size]=100`),
];
const TEXT =
  'The service stopped again a few minutes after its start, with the same entry in its log as each time before.';

const reply = post(member, `/requests/${withTen}/messages`, { text: TEXT });
const OPERATIONS: readonly { name: string; calls: readonly Call[] }[] = [
  { name: 'list 50, customer', calls: [get(member, '/requests?page[size]=50')] },
  { name: 'list 50, engineer', calls: [get(engineer, '/requests?page[size]=50&desk=support')] },
  {
    name: 'list 50 by promise, engineer',
    calls: [get(engineer, '/requests?page[size]=50&desk=support&sort=promise&status=new&status=open')],
  },
  {
    name: 'filter by severity, language and month',
    calls: [
      get(engineer, '/requests?page[size]=50&severity=1&language=ja&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z'),
    ],
  },
  { name: 'search, rare word', calls: [search(RARE_WORD)] },
  { name: 'search, common word', calls: [search('service')] },
  { name: 'search, phrase', calls: [search('"restarting the service"')] },
  { name: 'search, number', calls: [search(`#${number}`)] },
  { name: 'open with 10 messages', calls: open(withTen) },
  { name: 'open with 2,000 messages', calls: open(withTwoThousand) },
  // What writes comes last: the newest requests should be of all kinds while the others are measured.
  {
    name: 'create',
    calls: [
      post(member, '/requests', { desk: 'support', kind: 'malfunction', severity: 2, subject: 'It stops', text: TEXT }),
    ],
  },
  { name: 'reply', calls: [reply] },
];

/** Times in ms of calls made in a row, over and over by so many at once; every answer must be the status expected. */
async function measured(base: string, calls: readonly Call[], concurrency: number): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + ROUND_MS;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < until) {
        const began = performance.now();
        for (const call of calls) {
          const { status, body } = await send(base, call);
          if (status >= 300) throw new Error(`${call.method} ${call.path}: ${status} ${body}`);
        }
        times.push(performance.now() - began);
      }
    }),
  );
  return times;
}

interface Measure {
  times: number[];
  rates: number[];
}
const nothing = (): Measure => ({ times: [], rates: [] });
const add = (measure: Measure, times: readonly number[], concurrency: number): void => {
  measure.times.push(...times);
  const sum = times.reduce((a, b) => a + b, 0);
  measure.rates.push((times.length * concurrency * 1000) / sum);
};

async function measure(calls: readonly Call[], concurrency: number, statements: readonly Statement[]) {
  const [ours, sql, route] = [nothing(), nothing(), nothing()];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const program = await measured(prepared.url, calls, concurrency);
    const bare = (await ask({ do: 'bare', statements, concurrency, ms: ROUND_MS })) as number[];
    const fastify = await measured(prepared.bareUrl, calls, concurrency);
    // The first round warms everything up.
    if (round === 0) continue;
    add(ours, program, concurrency);
    add(sql, bare, concurrency);
    add(route, fastify, concurrency);
  }
  return { ours, sql, route };
}

// Once, to be found by the word that stands nowhere else.
const rare = JSON.parse((await send(prepared.url, search(RARE_WORD))).body) as { data: unknown[] };
if (rare.data.length === 0) await send(prepared.url, { ...reply, body: { text: `${TEXT} ${RARE_WORD}` } });

const rows: string[] = [];
for (const { name, calls } of OPERATIONS) {
  for (const call of calls) {
    const { status, body } = await send(prepared.url, call);
    if (status >= 300) throw new Error(`${name}: ${status} ${body}`);
    await ask({ do: 'serve', path: call.path, status, body });
  }
  await ask({ do: 'record' });
  for (const call of calls) await send(prepared.url, call);
  const statements = (await ask({ do: 'recorded' })) as Statement[];
  for (const concurrency of LEVELS) {
    const { ours, sql, route } = await measure(calls, concurrency, statements);
    const ratio = (other: Measure) => median(ours.rates.map((rate, at) => rate / (other.rates[at] ?? 0))).toFixed(2);
    const figures = [
      name,
      concurrency,
      median(ours.rates).toFixed(0),
      percentile(ours.times, 50).toFixed(1),
      percentile(ours.times, 95).toFixed(1),
      statements.length,
      ratio(sql),
      ratio(route),
    ];
    rows.push(`| ${figures.join(' | ')} |`);
    process.stdout.write(`${figures.join('\t')}\n`);
  }
}
program.disconnect();

const count = (value: number) => value.toLocaleString('en');
await writeSection(
  'Requests on a large installation',
  `${count(prepared.requests)} requests with ${count(prepared.messages)} messages; the customer's company has ${count(prepared.memberRequests)} of them. Each operation
is measured in ${ROUNDS} rounds of ${ROUND_MS / 1000} second, in turns with the very SQL statements it sends, run bare on as many connections, and
with a Fastify route that does nothing but answer the same bytes. Client, program and database share the processors.
“Open” is three calls: the request, its messages (a page of 100) and its timeline.

| operation | at once | a second | p50 ms | p95 ms | statements | ratio to its SQL | ratio to a bare route |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

- PostgreSQL ${prepared.postgres}, embedded, over a Unix socket.
- ${machineLine(loadBefore)}`,
);
