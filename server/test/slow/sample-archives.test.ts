import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockedArchive } from '#features/lab/download-sample.ts';

// What analysts get, opened by the tool that they use: Debian's 7zz.
const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-archives-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const MIB = 1024 ** 2;
function* pieces(count: number) {
  const piece = randomBytes(65_536);
  for (let index = 0; index < count; index += 1) yield piece;
}

it('opens with the password, and with no other', async () => {
  const content = randomBytes(300_000);
  const file = join(folder, 'sample.zip');
  await pipeline(lockedArchive('content', Readable.from([content]), new Date()), createWriteStream(file));
  expect((await run('7zz', ['t', '-pinfected', file])).stdout).toContain('Everything is Ok');
  await expect(run('7zz', ['t', '-pwrong', file])).rejects.toMatchObject({
    stderr: expect.stringMatching(/Wrong pass/iu),
  });
  expect((await run('7zz', ['l', '-slt', file])).stdout).toContain('AES-256');
  await run('7zz', ['x', '-pinfected', `-o${folder}`, file]);
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(digest(await readFile(join(folder, 'content')))).toBe(digest(content));
});

it('is made as it goes out, in little memory', async () => {
  const file = join(folder, 'large.zip');
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  await pipeline(lockedArchive('content', Readable.from(pieces(8 * 512)), new Date()), createWriteStream(file));
  clearInterval(watch);
  expect(most - before).toBeLessThan(200 * MIB);
  expect((await run('7zz', ['t', '-pinfected', file])).stdout).toContain(`${8 * 512 * 65_536}`);
}, 120_000);
