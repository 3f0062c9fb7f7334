// A release with a million imported hashes: read, built, tried by clamscan, loaded. `node bench/definitions.ts [COUNT]`, with the
// Node of the checkout and ClamAV's clamscan, writes its figures to RESULTS.md.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createClient } from '../contract/src/client.ts';
import { createApp, tasksOf } from '../server/src/app.ts';
import { loadDemoData } from '../server/src/demo/demo-data.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { runDueJobs } from '../server/src/platform/jobs/jobs.ts';
import { createLog } from '../server/src/platform/log.ts';
import { startPlatform } from '../server/src/platform/start.ts';
import { machineLine, writeSection } from './results.ts';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const run = promisify(execFile);
const loadBefore = loadavg();
const place = await mkdtemp(join(tmpdir(), 'companyaccount-bench-'));
// Started by root, the database runs as another user, who has to get in here.
await chmod(place, 0o711);
const env = {
  DATA_DIR: join(place, 'data'),
  LAB_SCRATCH: join(place, 'scratch'),
  CLEAN_FOLDERS: '',
  LOG_LEVEL: 'error',
};
const config = readConfig(env, join(place, 'web'));
const { platform, stop } = await startPlatform(config, createLog('error'), {
  version: 'bench',
  say: () => undefined,
  localUrl: () => 'http://localhost',
});
await loadDemoData(platform);
const app = await createApp(platform);
await app.ready();
const tasks = tasksOf(platform);
const runJobs = () => runDueJobs(platform.database.jobsPool, tasks);
await runJobs();

async function clientOf(email: string) {
  const url = '/api/auth/sign-in/email';
  const signIn = await app.inject({ method: 'POST', url, payload: { email, password: 'demo demo demo' } });
  const cookie = signIn.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  return createClient({
    fetch: (async (input: string, init?: RequestInit) => {
      const answer = await app.inject({
        method: (init?.method ?? 'GET') as 'GET',
        url: input,
        headers: { ...(init?.headers as Record<string, string>), cookie },
        ...(init?.body == null ? {} : { payload: init.body as string }),
      });
      return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
      });
    }) as typeof fetch,
  });
}
const analyst = await clientOf('analyst@vendor.example');
const other = await clientOf('analyst2@vendor.example');

const timed = async <T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> => {
  const began = performance.now();
  const value = await work();
  return { seconds: (performance.now() - began) / 1000, value };
};
/** The most memory that this process has had at once, in MB. */
const peak = async (): Promise<number> =>
  Number(/^VmHWM:\s+(\d+) kB$/mu.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;

async function importHashes(name: string, count: number, salt: string) {
  const lines = Array.from({ length: count }, (_none, at) => createHash('sha256').update(`${salt}${at}`).digest('hex'));
  const { id } = await analyst.createHashList({ query: { name }, file: lines.join('\n') });
  const { seconds } = await timed(runJobs);
  await other.approveHashList({ params: { id } });
  return { seconds, lines };
}

async function release() {
  const { release: begun } = await analyst.buildRelease();
  const { seconds } = await timed(runJobs);
  const built = await analyst.getLabRelease({ params: { id: begun.id } });
  if (built.release.state !== 'ready') throw new Error(JSON.stringify(built.release.report.failures));
  await analyst.publishRelease({ params: { id: begun.id } });
  const steps = built.release.report.checks.map((one) => (one.milliseconds ?? 0) / 1000);
  const checks = steps.reduce((sum, one) => sum + one, 0);
  return { seconds, checks, number: built.release.number };
}

const file = async (ending: string): Promise<string> => {
  const name = `${config.definitions.name}${ending}`;
  const row = await platform.db
    .selectFrom('app.release_files as f')
    .innerJoin('app.releases as r', 'r.id', 'f.release_id')
    .select('f.blob_id')
    .where('f.name', '=', name)
    .orderBy('r.version', 'desc')
    .executeTakeFirstOrThrow();
  await pipeline(await platform.blobs.read(row.blob_id), createWriteStream(join(place, name)));
  return join(place, name);
};

try {
  const imported = await importHashes('Trojan.Any.Imported.a', COUNT, 'bench');
  const memoryImported = await peak();
  const first = await release();
  const memoryBuilt = await peak();
  const base = await file('-base.cud');
  const { size } = await stat(base);
  // A file of which the list has the hash: what the hashes were made of.
  const sample = join(place, 'sample');
  await writeFile(sample, `bench${COUNT - 1}`);
  const load = await timed(() =>
    run('clamscan', ['--no-summary', '-d', base, sample]).then(
      () => false,
      (error: { code: number }) => error.code === 1,
    ),
  );
  if (!load.value) throw new Error('clamscan does not find a file of the list');
  await importHashes('Trojan.Any.Imported.b', 1000, 'more');
  const second = await release();
  const current = await stat(await file('-current.cud'));
  const sizeText = (bytes: number) =>
    bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  await writeSection(
    'A release with imported hashes',
    `${COUNT.toLocaleString('en')} hashes are sent as one list, approved and released; then ${(1000).toLocaleString('en')} more, which go beside them. Client,
program, database and scanner share the processors. The program is one process with everything; its memory is the most
that it had at once, the file of the list (as the client sends it) included.

| | |
| --- | --- |
| reading the list into the database | ${imported.seconds.toFixed(1)} s |
| building the release, checks included | ${first.seconds.toFixed(1)} s |
| of which checks (clean files left out, for theirs is the same with few hashes) | ${first.checks.toFixed(1)} s |
| memory after reading, after building | ${memoryImported.toFixed(0)} MB, ${memoryBuilt.toFixed(0)} MB |
| base container | ${sizeText(size)} |
| clamscan loads it and finds a file | ${load.seconds.toFixed(1)} s |
| the next release | ${second.seconds.toFixed(1)} s |
| what clients fetch for it | ${sizeText(current.size)} |

- ${machineLine(loadBefore)}`,
  );
} finally {
  await app.close();
  await stop();
  await rm(place, { recursive: true, force: true });
}
