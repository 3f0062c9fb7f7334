// What the audit log costs fifty writers: the same deed over and over, with the log and its sealing, and without either,
// in turns. `node bench/audit-writers.ts [PAIRS]`, with the Node of the checkout, writes its figures to RESULTS.md.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../server/src/app.ts';
import { loadDemoData } from '../server/src/demo/demo-data.ts';
import { sealEntries, startSealing, verifyAudit } from '../server/src/features/audit/index.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { createLog } from '../server/src/platform/log.ts';
import { startPlatform } from '../server/src/platform/start.ts';
import { machineLine, median, writeSection } from './results.ts';

const WRITERS = 50;
const PAIRS = Number(process.argv[2] ?? 12);
const ROUND_MS = 3000;

const loadBefore = loadavg();
const dataDir = await mkdtemp(join(tmpdir(), 'companyaccount-bench-'));
// Started by root, the database runs as another user, who has to get in here.
await chmod(dataDir, 0o711);
const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, join(dataDir, 'web'));
const { platform, stop } = await startPlatform(config, createLog('silent'), {
  version: 'bench',
  say: () => undefined,
  localUrl: () => 'http://localhost',
});
const { pool } = platform.database;
await loadDemoData(platform);
const app = await createApp(platform);
await app.ready();

const signIn = await app.inject({
  method: 'POST',
  url: '/api/auth/sign-in/email',
  payload: { email: 'anna@acme.example', password: 'demo demo demo' },
});
const cookie = signIn.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');

async function post(url: string, payload: object): Promise<string> {
  const answer = await app.inject({ method: 'POST', url, headers: { cookie }, payload });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<{ id: string }>().id;
}

const requests = await Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) =>
    post('/api/v1/requests', {
      desk: 'support',
      kind: 'malfunction',
      severity: 2,
      subject: `Writer ${writer}`,
      text: 'It stops.',
    }),
  ),
);

/** Messages written a second while a round lasts. */
async function round(): Promise<number> {
  const began = performance.now();
  let written = 0;
  await Promise.all(
    requests.map(async (id) => {
      while (performance.now() - began < ROUND_MS) {
        await post(`/api/v1/requests/${id}/messages`, { text: 'One more.' });
        written += 1;
      }
    }),
  );
  return (written * 1000) / (performance.now() - began);
}

async function one<T>(query: string): Promise<T> {
  const { rows } = await pool.query<{ value: T }>(query);
  if (rows[0] === undefined) throw new Error(`no row from: ${query}`);
  return rows[0].value;
}

const withLog = await one<string>(
  `select pg_get_functiondef('app.audit(text,text,text,jsonb,uuid)'::regprocedure) as value`,
);
const withoutLog = `create or replace function app.audit(action text, object_type text, object_id text, data jsonb default '{}', company uuid default null)
  returns void language plpgsql security definer set search_path = pg_catalog as $$ begin end $$`;

/** One round with the log and its sealing, and how many entries wait for their seal when it ends. */
async function loggedRound(): Promise<{ rate: number; waiting: number }> {
  await pool.query(withLog);
  const sealing = startSealing(platform);
  const rate = await round();
  const waiting = await one<number>('select count(*) as value from app.audit_unsealed');
  await sealing.stop();
  // Outside of the time measured: the next round without the log has none of it to do.
  await sealEntries(platform);
  return { rate, waiting };
}

async function bareRound(): Promise<number> {
  await pool.query(withoutLog);
  return round();
}

const pairs: { logged: number; bare: number; waiting: number }[] = [];
await round();
for (let pair = 0; pair < PAIRS; pair += 1) {
  // Whoever comes first in one pair comes second in the next.
  const bareFirst = pair % 2 === 1 ? await bareRound() : null;
  const { rate: logged, waiting } = await loggedRound();
  const bare = bareFirst ?? (await bareRound());
  pairs.push({ logged, bare, waiting });
  process.stdout.write(`with ${logged.toFixed(0)}/s, without ${bare.toFixed(0)}/s, ${waiting} waiting for a seal\n`);
}
const report = await verifyAudit(platform.db);
if (!report.intact) throw new Error('the chain is not intact after all this');
await app.close();
await stop();
await rm(dataDir, { recursive: true, force: true });

const ratios = pairs.map(({ logged, bare }) => logged / bare);
const logged = median(pairs.map((pair) => pair.logged));
const bare = median(pairs.map((pair) => pair.bare));
// Of neighbours in time, so that what else the machine does falls on both.
const ratio = median(ratios);
await writeSection(
  `The audit log and ${WRITERS} writers`,
  `${WRITERS} writers post messages to requests of their own as fast as they are answered: in turns with the audit log and its
sealing, and with neither, in rounds of ${ROUND_MS / 1000} seconds. Client, program and database share the processors, so
the ratio counts all the work that the log causes, not only what a writer waits for.

| | messages a second, median |
| --- | --- |
| with the log and its sealing | ${logged.toFixed(0)} |
| without | ${bare.toFixed(0)} |
| **ratio, median of the pairs** | **${ratio.toFixed(3)}** |

- Ratio pair by pair: ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)} (pairs: ${PAIRS}). The wider this is, the less the ratio says.
- Entries waiting for their seal when a round ended: at most ${Math.max(...pairs.map(({ waiting }) => waiting))}.
- ${report.sealed} entries were sealed in the end, and the chain was found intact.
- ${machineLine(loadBefore)}`,
);
process.stdout.write(`median ratio of the pairs ${ratio.toFixed(3)}\n`);
