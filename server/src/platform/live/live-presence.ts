import type { Presence } from '@companyaccount/contract/presence';
import type pg from 'pg';
import type { Log } from '#platform/log.ts';
import { type LiveHub, MOMENT_CHANNEL } from './hub.ts';
import { PresenceBook, type PresenceChange, type PresenceReport } from './presence-book.ts';

const SWEEP_MS = 1000;

/**
 * Who of the staff is at which request, in every process alike: a report is the payload of a notification and nothing
 * is stored. A process that has just started knows everybody after one round of reports.
 */
export class LivePresence {
  readonly #pool: pg.Pool;
  readonly #book = new PresenceBook();
  readonly #listeners = new Set<(change: PresenceChange) => void>();
  #sweep: NodeJS.Timeout | null = null;

  constructor(pool: pg.Pool, hub: LiveHub, log: Log) {
    this.#pool = pool;
    hub.listenForMoments((payload) => {
      try {
        this.#hear(JSON.parse(payload) as PresenceReport);
      } catch (error) {
        log.warn({ err: error }, 'a report of presence could not be read');
      }
    });
  }

  /** Hears of each change, also of those that come by time. */
  onChange(listener: (change: PresenceChange) => void): void {
    this.#listeners.add(listener);
  }

  list(desk: string): Presence[] {
    return this.#book.list(desk);
  }

  /** Tells every process, this one too. */
  async report(report: PresenceReport): Promise<void> {
    await this.#pool.query('select pg_notify($1, $2)', [MOMENT_CHANNEL, JSON.stringify(report)]);
  }

  #hear(report: PresenceReport): void {
    this.#tell(this.#book.hear(report, Date.now()));
    // While nobody is there, nothing runs.
    this.#sweep ??= setInterval(() => {
      this.#tell(this.#book.expire(Date.now()));
      if (this.#book.size > 0 || this.#sweep === null) return;
      clearInterval(this.#sweep);
      this.#sweep = null;
    }, SWEEP_MS).unref();
  }

  #tell(changes: PresenceChange[]): void {
    for (const change of changes) for (const listener of this.#listeners) listener(change);
  }
}
