import { mkdtempSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createLog } from '#platform/log.ts';
import { startPlatform } from '#platform/start.ts';
import { Program } from '../../../e2e/harness/program.ts';
import { backup, restore } from '../../src/backup-command.ts';
import { digestsOf, runCommand } from '../backup/places.ts';
import { type DebianPostgres, startDebianPostgres } from '../harness/debian-postgres.ts';
import { testConfig } from '../harness/test-config.ts';
import { clientAt, signInAt } from '../harness/over-http.ts';
import { makeTestPlace } from '../harness/test-app.ts';

const run = promisify(execFile);
let server: DebianPostgres;
beforeAll(async () => {
  server = await startDebianPostgres();
});
afterAll(() => server.stop());

it('moves from the embedded PostgreSQL to an older one of another owner, who may not create roles', async () => {
  await server.superuser(
    'create role plain login',
    'create role moved_customer nologin noinherit',
    'grant moved_customer to plain',
    'create database moved owner plain',
  );
  const source = await makeTestPlace('demo');
  const dataDir = mkdtempSync(join(server.folder, 'data-'));
  const file = join(dataDir, 'backup.tar');
  try {
    expect(await runCommand(backup, source.config, '--to', file)).toBe(0);
    const databases = inject('databases');
    const target = {
      ...testConfig({ databases, database: 'moved', dataDir }),
      databaseUrl: server.url('plain', 'moved'),
    };
    expect(await runCommand(restore, target, '--from', file)).toBe(0);
    expect(await digestsOf(target)).toEqual(await digestsOf(source.config));
    const { platform, stop } = await startPlatform(target, createLog('silent'), {
      version: 'test',
      say: () => undefined,
      localUrl: () => 'http://localhost',
    });
    expect(platform.databaseVersion).toMatch(/^1[5-7]\./u);
    await stop();
  } finally {
    await source.remove();
  }
});

const main = join(import.meta.dirname, '../../src/main.ts');

/** An empty machine: a folder with the master key alone, and settings that say where it is. */
async function moveTo(file: string, source: Program): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'companyaccount-moved-'));
  await chmod(dataDir, 0o711);
  const command = () =>
    run(process.execPath, [main, 'restore', '--from', file], { env: { ...process.env, DATA_DIR: dataDir } });
  try {
    await expect(command()).rejects.toMatchObject({ stderr: expect.stringContaining('no master key file') });
    await copyFile(join(source.dataDir, 'master.key'), join(dataDir, 'master.key'));
    const { stdout } = await command();
    expect(stdout).toContain(`Bring these keys from their copies: ${join(dataDir, 'license-signing-keys')}`);
    for (const name of ['license-signing-keys', 'audit-signing-key']) {
      await copyFile(join(source.dataDir, name), join(dataDir, name));
    }
    const moved = await Program.start({ dataDir });
    try {
      const client = clientAt(moved.url, await signInAt(moved.url, 'anna@acme.example'));
      const there = clientAt(source.url, await signInAt(source.url, 'anna@acme.example'));
      const subjects = async (one: typeof client) =>
        (await one.listRequests({ query: {} })).data.map((row) => row.subject);
      expect(await subjects(client)).toEqual(await subjects(there));
    } finally {
      await moved.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

it('is run beside the program by its command line, and piped elsewhere', async () => {
  const program = await Program.start();
  try {
    const environment = { ...process.env, DATA_DIR: program.dataDir };
    const command = (...args: string[]) => run(process.execPath, [main, ...args], { env: environment });
    const { stdout } = await command('backup', '--to', program.dataDir);
    const file = /are in (\S+\.tar)\./u.exec(stdout)?.[1] ?? '';
    expect((await command('restore', '--from', file, '--check')).stdout).toContain('It is whole');
    await expect(command('restore', '--from', file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('companyaccount restore: the program runs on this database: stop it first'),
    });
    const piped = join(program.dataDir, 'piped.tar');
    await run('sh', ['-c', `"$0" "$1" backup --to - > "$2"`, process.execPath, main, piped], { env: environment });
    expect((await command('restore', '--from', piped, '--check')).stdout).toContain('It is whole');
    // A cut one says so by its exit code.
    const whole = await readFile(piped);
    writeFileSync(piped, whole.subarray(0, whole.length >> 1));
    await expect(command('restore', '--from', piped, '--check')).rejects.toMatchObject({ code: 1 });
    await moveTo(file, program);
    // The program goes on.
    expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
  } finally {
    await program.stop();
  }
});
