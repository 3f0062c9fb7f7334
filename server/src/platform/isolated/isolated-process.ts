import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Frame, FrameBroken, FrameReader, packFrame } from './frames.ts';

/** What one kind of isolated work may take. */
export interface IsolatedLimits {
  /** Resident memory of the process, in bytes. */
  memoryBytes: number;
  /** Time for one question, in milliseconds. */
  milliseconds: number;
  /** The longest answer, in bytes. */
  answerBytes: number;
}

/** How a process is started: its first file, and what it may read while it loads its code. */
export interface IsolatedEntry {
  file: string;
  readable: readonly string[];
}

export type FailureReason = 'crashed' | 'memory' | 'time' | 'broken_answer' | 'failed';

/** The isolated work came to nothing; the content it was given is the likely cause. */
export class IsolatedFailure extends Error {
  override name = 'IsolatedFailure';
  readonly reason: FailureReason;
  constructor(reason: FailureReason, detail?: string) {
    super(detail === undefined ? reason : `${reason}: ${detail}`);
    this.reason = reason;
  }
}

const POLL_MS = 50;
/** Our own code that every isolated process loads, and what says that it is written in modules. */
const OWN_CODE = [
  fileURLToPath(new URL('.', import.meta.url)),
  fileURLToPath(new URL('../../../package.json', import.meta.url)),
];

/** Resident memory of a process in bytes; null where the system does not tell it this way. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/**
 * One process without rights: no network, no files once its code is loaded, no further processes, threads or add-ons,
 * and an empty environment. It gets bytes and gives bytes, one question at a time, and is killed when it takes too long
 * or too much. Says `usable` while it may be asked again.
 */
export class IsolatedProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #limits: IsolatedLimits;
  readonly #ended: Promise<void>;
  #killedFor: FailureReason | null = null;
  usable = true;
  /** Questions answered so far. */
  answered = 0;

  constructor(entry: IsolatedEntry, limits: IsolatedLimits) {
    this.#limits = limits;
    this.#child = spawn(
      process.execPath,
      [
        '--permission',
        ...[...OWN_CODE, entry.file, ...entry.readable].map((path) => `--allow-fs-read=${path}`),
        '--disallow-code-generation-from-strings',
        `--max-old-space-size=${Math.ceil(limits.memoryBytes / 1024 ** 2)}`,
        '--no-warnings',
        entry.file,
      ],
      // Words on the error channel could carry content, so nobody hears them.
      { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] },
    );
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    const end = () => {
      this.usable = false;
      resolve();
    };
    // Not `exit`: what it had still said comes before `close`.
    this.#child.once('close', end);
    this.#child.once('error', end);
    // It may be gone before it has taken the question; `exit` tells of that.
    this.#child.stdin.on('error', () => undefined);
    // One that waits for work must not keep the program from ending; while it works, the timers below do.
    this.#child.unref();
    for (const pipe of [this.#child.stdin, this.#child.stdout]) (pipe as Socket).unref();
  }

  /** Asks one question. Throws IsolatedFailure; then the process is not usable any more. */
  async ask(question: Frame): Promise<Frame> {
    const guard = setInterval(() => void this.#watch(), POLL_MS);
    const late = setTimeout(() => this.kill('time'), this.#limits.milliseconds);
    try {
      for (const piece of packFrame(question)) this.#child.stdin.write(piece);
      const answer = await this.#answer();
      if (answer === null) throw new IsolatedFailure(this.#killedFor ?? 'crashed');
      const { failure } = answer.words;
      if (typeof failure === 'string') throw new IsolatedFailure('failed', failure.slice(0, 200));
      this.answered += 1;
      return answer;
    } catch (error) {
      this.kill('crashed');
      throw error instanceof FrameBroken ? new IsolatedFailure('broken_answer', error.message) : error;
    } finally {
      clearInterval(guard);
      clearTimeout(late);
    }
  }

  /** Ends the process at once. */
  kill(reason: FailureReason = 'crashed'): void {
    this.#killedFor ??= reason;
    this.usable = false;
    this.#child.kill('SIGKILL');
  }

  /** The next frame, or null when the process ends without one. */
  async #answer(): Promise<Frame | null> {
    const reader = new FrameReader(this.#limits.answerBytes);
    const { promise, resolve, reject } = Promise.withResolvers<Frame | null>();
    const take = (chunk: Buffer) => {
      try {
        const frame = reader.add(chunk);
        if (frame !== null) resolve(frame);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    this.#child.stdout.on('data', take);
    void this.#ended.then(() => resolve(null));
    try {
      return await promise;
    } finally {
      this.#child.stdout.off('data', take);
    }
  }

  async #watch(): Promise<void> {
    const { pid } = this.#child;
    const bytes = pid === undefined ? null : await residentBytes(pid);
    if (bytes !== null && bytes > this.#limits.memoryBytes) this.kill('memory');
  }
}
