// How many samples a second go through the automatic analysis, without ClamAV: samples of about 100 kB are kept, and then
// worked through by the program's own jobs. `node bench/lab-pipeline.ts [SAMPLES]`, with the Node of the checkout, writes
// its figures to RESULTS.md.
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { tasksOf } from '../server/src/app.ts';
import { beginAnalysis } from '../server/src/features/lab/analyses-store.ts';
import { keepSample } from '../server/src/features/lab/samples-store.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { SYSTEM, transact } from '../server/src/platform/db/scope.ts';
import { newId } from '../server/src/platform/ids.ts';
import { startJobs } from '../server/src/platform/jobs/jobs.ts';
import { createLog } from '../server/src/platform/log.ts';
import { startPlatform } from '../server/src/platform/start.ts';
import { elfFile, peFile, zip } from '../server/test/lab/hostile-files.ts';
import { machineLine, writeSection } from './results.ts';

const SAMPLES = Number(process.argv[2] ?? 1000);
/** Worked through before the clock runs: processes start and rules are compiled once. */
const WARM_UP = 20;
const BYTES = 100_000;
const MIB = 1024 ** 2;

const loadBefore = loadavg();
const dataDir = await mkdtemp(join(tmpdir(), 'companyaccount-bench-'));
// Started by root, the database runs as another user, who has to get in here.
await chmod(dataDir, 0o711);
const settings = { DATA_DIR: dataDir, LOG_LEVEL: 'silent', CLAMSCAN: 'off' };
const config = readConfig(settings, join(dataDir, 'web'));
const { platform, stop } = await startPlatform(config, createLog('silent'), {
  version: 'bench',
  say: () => undefined,
  localUrl: () => 'http://localhost',
});
const { pool } = platform.database;

const program = await open(process.execPath);
/** Real machine code, another piece each time. */
async function codeOf(index: number): Promise<Buffer<ArrayBuffer>> {
  const code = Buffer.alloc(BYTES);
  await program.read(code, 0, BYTES, 4 * MIB + index * 32_768);
  return code;
}
const words = 'invoice server update please open the attached report from accounting before friday'.split(' ');

/** Programs, texts, archives and noise by turns, none like another. */
async function contentOf(index: number): Promise<Buffer> {
  const code = await codeOf(index);
  if (index % 4 === 0) return peFile(code);
  if (index % 4 === 1) return Buffer.concat([elfFile(), code]);
  const text = Array.from({ length: 15_000 }, (_, place) => words[(place * (index + 7)) % words.length]).join(' ');
  if (index % 4 === 2) return Buffer.from(`${index} ${text}`);
  return zip({ 'noise.bin': randomBytes(BYTES / 2), 'text.txt': `${index} ${text}` });
}

async function submit(index: number): Promise<void> {
  const content = await contentOf(index);
  const blobId = newId();
  await platform.blobs.create(blobId);
  await platform.blobs.append(blobId, Readable.from([content]), { at: 0, total: content.length });
  const sha256 = createHash('sha256').update(content).digest();
  await transact(platform.db, SYSTEM, async (tx) => {
    const { id } = await keepSample(tx, { sha256, size: content.length, blobId }, new Date());
    await beginAnalysis(tx, { sampleId: id, rootId: null, depth: 0, password: null }, new Date());
  });
}

async function count(condition: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from app.analyses where ${condition}`);
  return rows[0]?.n ?? 0;
}
async function worked(): Promise<void> {
  while ((await count(`state = 'running'`)) > 0) await sleep(100);
}

interface Family {
  /** Resident memory of this process, and the most of any isolated one, in MiB. */
  own: number;
  child: number;
}
/** Time on a processor by process, in seconds; what has ended counts with what it was last seen to have. */
const busy = new Map<string, number>();
const TICKS = 100;

/** Looks at this process and everything it has started, the database included. */
async function lookAround(): Promise<Family> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const rows = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [parent = 0, utime = 0, stime = 0, pages = 0] = [1, 11, 12, 21].map((place) => fields[place]);
      return { pid, parent: String(parent), seconds: (utime + stime) / TICKS, mib: (pages * 4096) / MIB };
    }),
  );
  const family = new Set([String(process.pid)]);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  for (const { pid, seconds } of rows) if (family.has(pid)) busy.set(pid, seconds);
  const children = rows.filter(({ parent }) => parent === String(process.pid)).map(({ mib }) => mib);
  return { own: process.memoryUsage().rss / MIB, child: Math.max(...children) };
}
const busySeconds = (): number => [...busy.values()].reduce((sum, one) => sum + one, 0);

for (let index = 0; index < WARM_UP; index += 1) await submit(index);
const jobs = await startJobs(platform.database.jobsPool, tasksOf(platform), platform.log);
await worked();
await jobs.stop();
for (let index = WARM_UP; index < WARM_UP + SAMPLES; index += 1) await submit(index);
const before = new Date();
const begun = performance.now();
const again = await startJobs(platform.database.jobsPool, tasksOf(platform), platform.log);
const seen = [await lookAround()];
const busyBefore = busySeconds();
let watching = true;
const watch = (async () => {
  while (watching) {
    seen.push(await lookAround());
    await sleep(250);
  }
})();
await worked();
const seconds = (performance.now() - begun) / 1000;
watching = false;
await watch;
await lookAround();
const busyFor = (busySeconds() - busyBefore) / SAMPLES;
await again.stop();

const files = await count(`created_at >= '${before.toISOString()}'`);
const { rows } = await pool.query<{ step: string; ms: number }>(`
  select s.step, sum(extract(epoch from s.finished_at - s.started_at) * 1000)::float8 as ms
  from app.analysis_steps s where s.started_at >= '${before.toISOString()}' group by s.step order by ms desc`);
const total = rows.reduce((sum, { ms }) => sum + ms, 0);
const quarter = Math.floor(seen.length / 4);
const most = (of: 'own' | 'child', from: number) => Math.max(...seen.slice(from).map((one) => one[of])).toFixed(0);

await writeSection(
  'The automatic analysis',
  `${SAMPLES.toLocaleString('en')} samples of about ${BYTES / 1000} kB, a quarter each of programs for Windows, programs for Linux, texts and archives of
two files, go through all steps by the program's own jobs, without ClamAV, with the bounds as they are by default. Program,
isolated processes and database share the processors.

| | |
| --- | --- |
| **samples a second** | **${(SAMPLES / seconds).toFixed(1)}** |
| files a second, those taken out of archives included | ${((SAMPLES + files) / seconds).toFixed(1)} |
| time on a processor for each sample, the database's included | ${(busyFor * 1000).toFixed(0)} ms |
| so many a second fit on two processors that do nothing else | ${(2 / busyFor).toFixed(0)} |
| memory of the program after a quarter, most after that | ${(seen[quarter]?.own ?? 0).toFixed(0)} MiB, ${most('own', quarter)} MiB |
| most memory of an isolated process | ${most('child', 0)} MiB |

| step | share of the time of all |
| --- | --- |
${rows.map(({ step, ms }) => `| ${step} | ${((ms / total) * 100).toFixed(0)} % |`).join('\n')}

- ${machineLine(loadBefore)}`,
);
await program.close();
await stop();
await rm(dataDir, { recursive: true });
process.exit();
