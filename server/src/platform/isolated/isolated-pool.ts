import type { Frame } from './frames.ts';
import { type IsolatedEntry, type IsolatedLimits, IsolatedProcess } from './isolated-process.ts';

/** A process is replaced after so many questions, so that nothing an old one caught lasts. */
const QUESTIONS = 200;
/** One that nobody asks for so long is ended. */
const IDLE_MS = 30_000;

export interface IsolatedPoolOptions extends IsolatedEntry, IsolatedLimits {
  /** Processes at once. */
  processes: number;
  /** Questions after which a process is replaced; 200 unless it says otherwise. */
  questions?: number;
}

/**
 * Isolated processes for one kind of work on untrusted content, started when they are needed and replaced after a
 * number of questions or any failure. Whoever finds all of them busy waits in turn.
 */
export class IsolatedPool {
  readonly #options: IsolatedPoolOptions;
  readonly #idle: IsolatedProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #retiring: NodeJS.Timeout | undefined;

  constructor(options: IsolatedPoolOptions) {
    this.#options = options;
  }

  /** Asks the next free process. Throws IsolatedFailure. */
  async ask(question: Frame): Promise<Frame> {
    while (this.#busy >= this.#options.processes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      await promise;
    }
    this.#busy += 1;
    clearTimeout(this.#retiring);
    const worker = this.#take();
    try {
      return await worker.ask(question);
    } finally {
      this.#busy -= 1;
      if (worker.usable && worker.answered < (this.#options.questions ?? QUESTIONS)) this.#idle.push(worker);
      else worker.kill();
      this.#waiting.shift()?.();
      this.#retiring = setTimeout(() => this.close(), IDLE_MS);
      this.#retiring.unref();
    }
  }

  /** Ends the processes that nobody is asking; the others end with their answer or their time. */
  close(): void {
    clearTimeout(this.#retiring);
    for (const worker of this.#idle.splice(0)) worker.kill();
  }

  #take(): IsolatedProcess {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      if (worker.usable) return worker;
    }
    return new IsolatedProcess(this.#options, this.#options);
  }
}
