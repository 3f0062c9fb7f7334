import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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

it('is run beside the program by its command line, and piped elsewhere', async () => {
  const program = await Program.start();
  try {
    const environment = { ...process.env, DATA_DIR: program.dataDir };
    const command = (...args: string[]) =>
      run(process.execPath, [join(import.meta.dirname, '../../src/main.ts'), ...args], { env: environment });
    const { stdout } = await command('backup', '--to', program.dataDir);
    const file = /are in (\S+\.tar)\./u.exec(stdout)?.[1] ?? '';
    expect((await command('restore', '--from', file, '--check')).stdout).toContain('It is whole');
    await expect(command('restore', '--from', file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('companyaccount restore: the program runs on this database: stop it first'),
    });
    const piped = join(program.dataDir, 'piped.tar');
    const main = join(import.meta.dirname, '../../src/main.ts');
    await run('sh', ['-c', `"$0" "$1" backup --to - > "$2"`, process.execPath, main, piped], { env: environment });
    expect((await command('restore', '--from', piped, '--check')).stdout).toContain('It is whole');
    // A cut one says so by its exit code.
    const whole = await readFile(piped);
    writeFileSync(piped, whole.subarray(0, whole.length >> 1));
    await expect(command('restore', '--from', piped, '--check')).rejects.toMatchObject({ code: 1 });
    // The program goes on.
    expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
  } finally {
    await program.stop();
  }
});
