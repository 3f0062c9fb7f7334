import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrameBroken, FrameReader, packFrame } from './frames.ts';
import { IsolatedPool, type IsolatedPoolOptions } from './isolated-pool.ts';

const none = Buffer.alloc(0);
const poolOf = (options: Partial<IsolatedPoolOptions> = {}) =>
  new IsolatedPool({
    file: fileURLToPath(new URL('hostile.fixture.ts', import.meta.url)),
    readable: [],
    processes: 1,
    memoryBytes: 400_000_000,
    milliseconds: 20_000,
    answerBytes: 2_000_000,
    ...options,
  });
const pool = poolOf();
const pidOf = async (of: IsolatedPool) => Number((await of.ask({ words: { deed: 'echo' }, bytes: none })).words['pid']);

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

let folder: string;
let socket: string;
let localListener: Server;
let listener: Server;
let reached = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isolated-'));
  await writeFile(join(folder, 'master.key'), 'secret');
  const refuse = (visitor: Socket) => {
    reached += 1;
    visitor.destroy();
  };
  listener = createServer(refuse).listen(0, '127.0.0.1');
  socket = join(folder, 'local.sock');
  localListener = createServer(refuse).listen(socket);
  await Promise.all([once(listener, 'listening'), once(localListener, 'listening')]);
});
afterAll(async () => {
  pool.close();
  listener.close();
  localListener.close();
  await rm(folder, { recursive: true });
});

describe('an isolated process', () => {
  it('gets bytes and gives bytes, with an empty environment', async () => {
    const bytes = Buffer.alloc(1_500_000, 7);
    const answer = await pool.ask({ words: { deed: 'echo' }, bytes });
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer.words['environment']).toEqual([]);
  });

  it.each([
    'connect',
    'local',
    'open',
    'link',
    'fork',
    'inspect',
    'fetch',
    'datagram',
    'lookup',
    'resolve',
    'readPasswords',
    'readOwnCode',
    'readKey',
    'write',
    'spawn',
    'thread',
    'addOn',
    'evaluate',
    'load',
  ])('is refused: %s', async (deed) => {
    const { port } = listener.address() as AddressInfo;
    const file = join(folder, ['readKey', 'open'].includes(deed) ? 'master.key' : 'made');
    const { words } = await pool.ask({ words: { deed, port, file, path: socket }, bytes: none });
    expect(words).toEqual({ refused: expect.stringMatching(/^(ERR_ACCESS_DENIED|ERR_DLOPEN_DISABLED|EvalError.*)$/u) });
    expect(reached).toBe(0);
    expect(await readdir(folder)).toEqual(['local.sock', 'master.key']);
  });

  it.each([
    ['hang', 'time'],
    ['sleep', 'time'],
    ['eat', 'memory'],
    ['crash', 'crashed'],
    // Node refuses it by an error that nobody can catch.
    ['listen', 'crashed'],
    ['babble', 'broken_answer'],
    ['flood', 'broken_answer'],
    ['throw', 'failed'],
  ])('that does this is ended, and the next question has a new one: %s', async (deed, reason) => {
    const strict = poolOf(reason === 'time' ? { milliseconds: 1500 } : {});
    const before = await pidOf(strict);
    await expect(strict.ask({ words: { deed }, bytes: none })).rejects.toMatchObject({ reason });
    expect(await pidOf(strict)).not.toBe(before);
    // What was killed may still wait for its end to be noted.
    await expect.poll(() => isThere(before)).toBe(false);
    strict.close();
  });
});

describe('the pool', () => {
  it('keeps to its number of processes, and replaces each after 200 questions', async () => {
    const pids = await Promise.all(Array.from({ length: 205 }, () => pidOf(pool)));
    expect(new Set(pids).size).toBe(2);
    const wide = poolOf({ processes: 2 });
    expect(new Set(await Promise.all(Array.from({ length: 10 }, () => pidOf(wide)))).size).toBe(2);
    wide.close();
  });
});

describe('frames', () => {
  it('are put together however they come', () => {
    const frame = { words: { name: 'жук' }, bytes: Buffer.from('bytes') };
    const wire = Buffer.concat(packFrame(frame));
    const reader = new FrameReader(10);
    const got = [...wire].map((byte) => reader.add(Buffer.from([byte])));
    expect(got.at(-1)).toEqual(frame);
    expect(got.slice(0, -1).every((one) => one === null)).toBe(true);
    expect(reader.add(wire)).toEqual(frame);
  });

  it('that lie about themselves are refused', () => {
    const wire = (words: string, bytes = none) => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(words.length);
      head.writeUInt32BE(bytes.length, 4);
      return Buffer.concat([head, Buffer.from(words), bytes]);
    };
    for (const bad of [wire('{}', Buffer.alloc(11)), wire('[]'), wire('{'), wire('1'), Buffer.alloc(8, 255)]) {
      expect(() => new FrameReader(10).add(bad)).toThrow(FrameBroken);
    }
    expect(() => new FrameReader(10).add(Buffer.concat([wire('{}'), wire('{}')]))).toThrow(FrameBroken);
  });
});
