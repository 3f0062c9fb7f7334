import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect } from '@playwright/test';
import { createClient } from '../../contract/src/client.ts';
import { ANNA, DEMO_PASSWORD } from '../harness/accounts.ts';
import { Program } from '../harness/program.ts';
import { test } from '../harness/test.ts';

const MB = 1_000_000;
const GROWTH_MAX = 60 * MB;

/** Resident memory of the program now, in bytes. */
async function residentBytes(program: Program): Promise<number> {
  const status = await readFile(`/proc/${program.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1]) * 1024;
}

/** Watches the program's memory; `peak` is the most it took. */
function watchMemory(program: Program): { peak: () => number; stop: () => void } {
  let peak = 0;
  const timer = setInterval(() => {
    void residentBytes(program).then((bytes) => (peak = Math.max(peak, bytes)));
  }, 100);
  return { peak: () => peak, stop: () => clearInterval(timer) };
}

/** Bytes that cannot be packed or guessed, without holding them all. */
function* contentOf(size: number, seed: Buffer) {
  for (let at = 0, turn = 0; at < size; turn += 1) {
    const piece = Buffer.from(seed);
    piece.writeUInt32BE(turn);
    yield piece.subarray(0, Math.min(piece.length, size - at));
    at += piece.length;
  }
}

async function callerOf(program: Program): Promise<typeof fetch> {
  const answer = await fetch(`${program.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: program.url },
    body: JSON.stringify({ email: ANNA, password: DEMO_PASSWORD }),
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return (input, init) =>
    fetch(new URL(String(input), program.url), {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie, origin: program.url },
    });
}

/** Sends a file up, files it with a request, gets it down again, and compares. */
async function thereAndBack(call: typeof fetch, size: number): Promise<void> {
  const seed = randomBytes(1024 * 1024);
  const sent = createHash('sha256');
  const source = function* () {
    for (const piece of contentOf(size, seed)) {
      sent.update(piece);
      yield piece;
    }
  };
  const created = await call('/api/v1/uploads?name=dump.bin', {
    method: 'POST',
    headers: { 'content-length': String(size), 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(Readable.from(source(), { objectMode: false, highWaterMark: 1 })) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  expect(created.status).toBe(201);
  const upload = created.headers.get('location')?.split('/').at(-1) ?? '';
  const client = createClient({ fetch: call });
  const request = await client.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'A dump', text: 'See the dump.', uploads: [upload] },
  });
  const { data } = await client.listMessages({ params: { id: request.id } });
  const got = createHash('sha256');
  let bytes = 0;
  const answer = await call(`/api/v1/attachments/${data[0]?.attachments[0]?.id}`);
  for await (const piece of answer.body ?? []) {
    got.update(piece);
    bytes += piece.length;
  }
  expect(bytes).toBe(size);
  expect(got.digest('hex')).toBe(sent.digest('hex'));
}

test('a file of 1 GB goes up and comes down while the program grows by less than 60 MB', async () => {
  const program = await Program.start();
  try {
    const call = await callerOf(program);
    // What every program takes once it has worked is no growth.
    await thereAndBack(call, 100 * MB);
    const before = await residentBytes(program);
    const memory = watchMemory(program);
    await thereAndBack(call, 1000 * MB);
    memory.stop();
    console.log(`1 GB up and down: ${Math.round((memory.peak() - before) / MB)} MB more than before`);
    expect(memory.peak() - before).toBeLessThan(GROWTH_MAX);
  } finally {
    await program.stop();
  }
});
