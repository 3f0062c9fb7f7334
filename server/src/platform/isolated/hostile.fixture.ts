import { fork, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup, resolve4 } from 'node:dns/promises';
import { openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { open as openInspector } from 'node:inspector';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { answerFrames } from './answer-frames.ts';
import type { Frame } from './frames.ts';

// Does what a parser would do that had been taken over by the file it reads.

const events = (emitter: {
  once: (event: 'error' | 'connect' | 'listening', heard: (error?: Error) => void) => unknown;
}) =>
  new Promise<void>((resolve, reject) => {
    emitter.once('error', (error) => reject(error ?? new Error('no error')));
    emitter.once('connect', () => resolve());
  });
const words = (said: Frame['words']): Frame => ({ words: said, bytes: Buffer.alloc(0) });

const DEEDS: Record<string, (given: Frame) => unknown> = {
  connect: ({ words: { port } }) => events(connect(Number(port), '127.0.0.1')),
  // The database and the scanner listen on such a path.
  local: ({ words: { path } }) => events(connect({ path: String(path) })),
  listen: () => events(createServer().listen(0, '127.0.0.1')),
  open: ({ words: { file } }) => openSync(String(file), 'r'),
  link: ({ words: { file } }) => symlinkSync('/etc/passwd', String(file)),
  fork: () => events(fork(import.meta.filename)),
  inspect: () => openInspector(0),
  fetch: ({ words: { port } }) => fetch(`http://127.0.0.1:${String(port)}/`),
  datagram: ({ words: { port } }) =>
    new Promise<void>((resolve, reject) => {
      const socket = createSocket('udp4').once('error', reject);
      socket.send('x', Number(port), '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
    }),
  lookup: () => lookup('localhost'),
  resolve: () => resolve4('localhost'),
  readPasswords: () => readFileSync('/etc/passwd'),
  readOwnCode: () => readFileSync(import.meta.filename),
  readKey: ({ words: { file } }) => readFileSync(String(file)),
  write: ({ words: { file } }) => writeFileSync(String(file), 'x'),
  spawn: () => events(spawn('/bin/true') as never),
  thread: () => new Worker('1', { eval: true }),
  addOn: ({ words: { file } }) => process.dlopen({ exports: {} }, String(file)),
  // oxlint-disable-next-line no-implied-eval -- It is tried just because nobody should.
  evaluate: () => new Function('return 1')() as unknown,
  load: () => import('node:fs/promises').then(({ readdir }) => readdir('/')),
};

await answerFrames(async (given) => {
  const deed = String(given.words['deed']);
  if (deed === 'echo')
    return { words: { pid: process.pid, environment: Object.keys(process.env) }, bytes: given.bytes };
  if (deed === 'hang') for (;;);
  if (deed === 'sleep') await sleep(60_000);
  if (deed === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (deed === 'throw') throw new Error('cannot read this');
  if (deed === 'babble') process.stdout.write('no frame at all, but many words');
  if (deed === 'flood') return { words: {}, bytes: Buffer.alloc(3_000_000) };
  if (deed === 'eat') {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(10_000_000, 1));
      await sleep(1);
    }
  }
  try {
    await DEEDS[deed]?.(given);
    return words({ done: true });
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    return words({ refused: code ?? cause?.code ?? String(error) });
  }
});
