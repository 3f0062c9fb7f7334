import { type BrowserContext, expect } from '@playwright/test';

const REFUSED = /the server responded with a status of (4\d\d)/u;
const LOST =
  /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)/u;

/** What a test expects to go wrong; everything else that the browser complains about fails the test. */
export interface Expected {
  /** Statuses of refused calls, such as 412. */
  refusals?: readonly number[];
  /** Whether the connection to the program gets lost. */
  lostConnection?: boolean;
}

/** Writes down what the pages of a browser complain about. */
export class Guard {
  readonly #complaints: string[] = [];

  /** Watches every page that the browser has or opens. */
  watch(context: BrowserContext, { refusals = [], lostConnection = false }: Expected = {}): void {
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = message.text();
      if (refusals.includes(Number(REFUSED.exec(text)?.[1]))) return;
      if (lostConnection && LOST.test(text)) return;
      this.#complaints.push(`${text} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#complaints.push(String(error.error().stack)));
  }

  /** Fails when there was a complaint. */
  expectNone(): void {
    expect(this.#complaints, 'complaints of the browser').toEqual([]);
  }
}
