import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientAt, signInAt } from '../harness/over-http.ts';

const starter = fileURLToPath(new URL('../../../scripts/start.mjs', import.meta.url));
let dataDir: string;
let port: number;
let running: Run | null = null;

/** `npm start` as a process group of its own, with what it prints. */
interface Run {
  starter: ChildProcess;
  group: number;
  lines: string[];
  readyAfterMs: number;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'companyaccount-start-'));
  await chmod(dataDir, 0o711);
  port = await freePort();
});
afterAll(async () => {
  if (running !== null) await stopped(running);
  await rm(dataDir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function start(): Promise<Run> {
  const begun = performance.now();
  const child = spawn(process.execPath, [starter], {
    env: { ...process.env, NODE_ENV: '', PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.includes(' is ready after ')) break;
  }
  child.stdout.resume();
  if (child.pid === undefined || child.exitCode !== null) throw new Error(`did not start:\n${lines.join('\n')}`);
  running = { starter: child, group: child.pid, lines, readyAfterMs: performance.now() - begun };
  return running;
}

async function ended(run: Run): Promise<number | null> {
  running = null;
  if (run.starter.exitCode === null && run.starter.signalCode === null) await once(run.starter, 'exit');
  return run.starter.exitCode;
}

const stopped = (run: Run): Promise<number | null> => {
  run.starter.kill('SIGTERM');
  return ended(run);
};

/** The process that serves: the child of the starter. */
async function programOf(run: Run): Promise<number> {
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/u.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === run.group) return Number(name);
  }
  throw new Error('the program does not run');
}

async function boris(): Promise<Client> {
  const url = `http://127.0.0.1:${port}`;
  return clientAt(url, await signInAt(url, 'boris@acme.example'));
}

const file = async (subject: string): Promise<string> => {
  const { id } = await (
    await boris()
  ).createRequest({
    body: { desk: 'support', kind: 'malfunction', severity: 2, subject, text: 'Сразу после входа.' },
  });
  return id;
};

describe('npm start', () => {
  it('stops cleanly when told to, and is quick the second time', async () => {
    const first = await start();
    const id = await file('Filed before the stop');
    expect(await stopped(first)).toBe(0);
    const second = await start();
    expect(second.readyAfterMs).toBeLessThan(5000);
    expect((await (await boris()).getRequest({ params: { id } })).subject).toBe('Filed before the stop');
    expect(await stopped(second)).toBe(0);
  });

  it.each(['the program alone', 'its starter alone', 'the whole process group'])(
    'loses nothing when %s is killed',
    async (victim) => {
      const first = await start();
      const id = await file(`Filed before ${victim} was killed`);
      const program = await programOf(first);
      if (victim === 'the program alone') process.kill(program, 'SIGKILL');
      else if (victim === 'its starter alone') process.kill(first.group, 'SIGKILL');
      else process.kill(-first.group, 'SIGKILL');
      await ended(first);
      await expect
        .poll(() => fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null), { timeout: 15_000 })
        .toBeNull();
      const second = await start();
      expect(second.lines.filter((line) => /error|cannot|not shut down/iu.test(line))).toEqual([]);
      expect((await (await boris()).getRequest({ params: { id } })).id).toBe(id);
      expect(await stopped(second)).toBe(0);
    },
  );
});
