// How fast a change reaches those whom it concerns while many more listen, and what a stream costs, beside a bare Node
// server that pushes the same bytes. `npm run bench:live [-- STREAMS CONCERNED]` writes its figures to RESULTS.md. This
// process only listens and takes the time; program and bare server run in their own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newId } from '../server/src/platform/ids.ts';
import type { Memory } from './live-memory.ts';
import type { LiveProgram } from './live-program.ts';
import { machineLine, median, percentile, writeSection } from './results.ts';

const EVENTS = 100;
const WARM_UP = 10;
const EVERY_MS = 100;
const OPENING_AT_ONCE = 50;
const LATE_MS = 5000;
const SETTLING_MS = 1000;

const [streams = 2000, concerned = 200] = process.argv.slice(2).map(Number);
const loadBefore = loadavg();
const dataDir = await mkdtemp(join(tmpdir(), 'companyaccount-bench-'));
// Started by root, the database runs as another user, who has to get in here.
await chmod(dataDir, 0o711);

const start = (file: string, ...args: string[]): ChildProcess =>
  fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: ['--expose-gc'] });
const told = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
const memoryOf = (child: ChildProcess): Promise<Memory> => {
  child.send('memory');
  return told<Memory>(child);
};

/** One stream, with the time of each change heard. */
interface Stream {
  changes: { at: number; frame: string }[];
}

const agent = new Agent({ keepAlive: true });
function open(url: string, headers: Record<string, string>): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const stream: Stream = { changes: [] };
    const call = request(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        const at = performance.now();
        const frames = (rest + text).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) {
          if (frame.includes('event: change\n')) stream.changes.push({ at, frame: `${frame}\n\n` });
          else if (frame.includes('event: ready\n')) resolve(stream);
        }
      });
    });
    call.on('error', reject);
    call.end();
  });
}

/** Opens the streams of all groups and answers with them, group by group. */
async function openAll(groups: readonly (readonly (() => Promise<Stream>)[])[]): Promise<Stream[][]> {
  const opened = groups.map((): Stream[] => []);
  const left = groups.flatMap((group, nth) => group.map((openOne) => ({ nth, openOne })));
  await Promise.all(
    Array.from({ length: OPENING_AT_ONCE }, async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) opened[next.nth]?.push(await next.openOne());
    }),
  );
  return opened;
}

/** A server under measurement: its streams in groups, and a way to make one group hear something. */
interface Side {
  child: ChildProcess;
  groups: Stream[][];
  perStream: Memory;
  /** Causes an event for a group and answers with the moment before which nobody can have known of it. */
  cause: (group: number) => Promise<number>;
  times: number[];
}

async function listen(
  child: ChildProcess,
  groups: readonly (readonly (() => Promise<Stream>)[])[],
  cause: Side['cause'],
): Promise<Side> {
  const before = await memoryOf(child);
  const opened = await openAll(groups);
  await delay(SETTLING_MS);
  const after = await memoryOf(child);
  const perStream = {
    heap: (after.heap - before.heap) / streams,
    resident: (after.resident - before.resident) / streams,
  };
  return { child, groups: opened, perStream, cause, times: [] };
}

/** Causes one event and takes the time at each stream of the group, and sees that no other hears it; answers with its bytes. */
async function round(side: Side, nth: number): Promise<string> {
  const at = nth % side.groups.length;
  const group = side.groups[at] ?? [];
  const since = await side.cause(at);
  const until = performance.now() + LATE_MS;
  while (group.some(({ changes }) => changes.length === 0)) {
    if (performance.now() > until) throw new Error('an event did not arrive');
    await delay(1);
  }
  await delay(EVERY_MS);
  const bytes = group[0]?.changes[0]?.frame ?? '';
  for (const stream of side.groups.flat()) {
    const heard = stream.changes.splice(0);
    if (heard.length !== (group.includes(stream) ? 1 : 0)) throw new Error(`${heard.length} events at one stream`);
    if (nth >= WARM_UP) for (const change of heard) side.times.push(change.at - since);
  }
  return bytes;
}

const program = start('live-program.ts', dataDir, String(streams), String(concerned));
const prepared = await told<LiveProgram>(program);
const database = new pg.Client(prepared.database);
await database.connect();
const bareServer = start('live-bare.ts');
const { url: bareUrl } = await told<{ url: string }>(bareServer);

const ours = await listen(
  program,
  prepared.companies.map(({ cookies }) =>
    cookies.map((cookie) => () => open(`${prepared.url}/api/v1/live`, { cookie })),
  ),
  async (group) => {
    await database.query('begin');
    await database.query(`select app.emit('message_added', $1, $2, 'support', null, null, false)`, [
      prepared.companies[group]?.id,
      newId(),
    ]);
    const since = performance.now();
    await database.query('commit');
    return since;
  },
);
let pushed = '';
const bare = await listen(
  bareServer,
  prepared.companies.map(({ cookies }, group) => cookies.map(() => () => open(`${bareUrl}/${group}`, {}))),
  (group) =>
    new Promise((resolve, reject) => {
      const since = performance.now();
      const call = request(`${bareUrl}/${group}`, { method: 'POST', agent }, (answer) => {
        answer.resume().on('end', () => resolve(since));
      });
      call.on('error', reject);
      call.end(pushed);
    }),
);
for (let nth = 0; nth < WARM_UP + EVENTS; nth += 1) {
  pushed = await round(ours, nth);
  await round(bare, nth);
}
await database.end();
for (const { child } of [ours, bare]) {
  child.disconnect();
  await once(child, 'exit');
}
await rm(dataDir, { recursive: true, force: true });

const count = (value: number) => value.toLocaleString('en');
const row = (name: string, { times, perStream }: Side) =>
  `| ${name} | ${[median(times), percentile(times, 95), Math.max(...times)].map((ms) => ms.toFixed(1)).join(' | ')} | ${[perStream.heap, perStream.resident].map((bytes) => (bytes / 1024).toFixed(1)).join(' | ')} |`;
const ratio = (share: number) => (percentile(ours.times, share) / percentile(bare.times, share)).toFixed(2);
const table = `| | p50 ms | p95 ms | slowest ms | KiB a stream, heap | KiB a stream, resident |
| --- | --- | --- | --- | --- | --- |
${row('the program', ours)}
${row('a bare Node server', bare)}`;
process.stdout.write(`${table}\n`);
await writeSection(
  `${count(streams)} live streams`,
  `${count(streams)} people listen at one process, each on a connection and in a session of their own. ${EVENTS} events, one after the other,
concern ${count(concerned)} of them, each time others: from the moment before the commit until it is read by each of these.
${count(streams - concerned)} others heard nothing, each time. The bare server pushes the same bytes to as many of as many connections, in
turns with the program, from the moment it is asked to. Memory is what a process grew by while they were opened, after
a collection: objects in use, and all that the system gave it, of which one that has just started may have some to spare.

${table}
| **ratio** | ${ratio(50)} | ${ratio(95)} | | | |

- PostgreSQL ${prepared.postgres}, embedded, over a Unix socket. Server, listeners and database share the processors.
- ${machineLine(loadBefore)}`,
);
