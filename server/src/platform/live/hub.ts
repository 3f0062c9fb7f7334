import { LIVE_KEPT_HOURS } from '@companyaccount/contract/live';
import type pg from 'pg';
import type { Log } from '#platform/log.ts';

/** A live event as stored: who is concerned, and about what. */
export interface StoredLiveEvent {
  id: number;
  type: string;
  companyId: string | null;
  requestId: string | null;
  desk: string | null;
  watcherIds: string[] | null;
  personId: string | null;
  internal: boolean;
}

/** Where a client begins to hear: after an event that it knows, or some seconds ago. */
export interface LiveStart {
  after?: number | undefined;
  age?: number | undefined;
}

export type Listener = (event: StoredLiveEvent) => void;
/** Hears what is told of this moment only: a payload that is stored nowhere. */
export type MomentListener = (payload: string) => void;

const CHANNEL = 'companyaccount_live';
/** Notices on it are their own content; nobody repeats what was missed. */
export const MOMENT_CHANNEL = 'companyaccount_moment';

const COLUMNS = `id, type, company_id as "companyId", request_id as "requestId", desk, watcher_ids as "watcherIds",
  person_id as "personId", internal`;

/** Longest a writing transaction can take: an id missing for longer was rolled back. */
const GAP_SECONDS = 60;
const BATCH = 1000;
const REREAD_MS = 1000;

/**
 * Hears of committed live events and hands each to every listener once. Ids are given before commit, so a lower id may
 * become visible after a higher one: ids that are missing below the highest seen are asked for again until they appear
 * or are too old to come.
 */
export class LiveHub {
  readonly #pool: pg.Pool;
  readonly #connect: () => pg.Client;
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  readonly #momentListeners = new Set<MomentListener>();
  readonly #gaps = new Map<number, number>();
  #highest = 0;
  #client: pg.Client | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #retry: NodeJS.Timeout | null = null;
  #rereading: NodeJS.Timeout | null = null;

  constructor(pool: pg.Pool, connect: () => pg.Client, log: Log) {
    this.#pool = pool;
    this.#connect = connect;
    this.#log = log;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Id of the newest event told so far; zero where there was none. */
  get highest(): number {
    return this.#highest;
  }

  /** Adds a listener; the answer removes it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a listener for what is told of this moment only. */
  listenForMoments(listener: MomentListener): void {
    this.#momentListeners.add(listener);
  }

  /** Begins at the events of now. Transactions that are still running may hold ids below the highest: those are awaited. */
  async start(): Promise<void> {
    const { rows } = await this.#pool.query<{ id: number }>(
      'select id from app.live_events order by id desc limit $1',
      [BATCH],
    );
    this.#highest = rows[0]?.id ?? 0;
    const seen = new Set(rows.map(({ id }) => id));
    const now = Date.now();
    for (let id = Math.max(1, this.#highest - BATCH); id < this.#highest; id += 1)
      if (!seen.has(id)) this.#gaps.set(id, now);
    await this.#subscribe();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    if (this.#rereading !== null) clearTimeout(this.#rereading);
    await this.#client?.end().catch(() => undefined);
    await this.#reading;
  }

  /**
   * Events to repeat to a client: from a little before its start, because some may have committed out of order (hearing
   * of one twice does no harm). null: too long ago, the client must fetch everything anew.
   */
  async since({ after, age = 0 }: LiveStart): Promise<StoredLiveEvent[] | null> {
    if (after === undefined && age > LIVE_KEPT_HOURS * 3600) return null;
    const {
      rows: [known],
    } = await this.#pool.query<{ at: Date }>(
      after === undefined
        ? `select now() - make_interval(secs => $1) as at`
        : `select at from app.live_events where id = $1 and at > now() - make_interval(hours => ${LIVE_KEPT_HOURS})`,
      [after ?? age],
    );
    if (known === undefined) return null;
    const { rows } = await this.#pool.query<StoredLiveEvent>(
      `select ${COLUMNS} from app.live_events e where e.at >= $1::timestamptz - make_interval(secs => $2) order by e.id limit $3`,
      [known.at, GAP_SECONDS, BATCH + 1],
    );
    return rows.length > BATCH ? null : rows;
  }

  async #subscribe(): Promise<void> {
    const client = this.#connect();
    const lost = (error?: Error) => {
      if (this.#stopped || this.#client !== client) return;
      this.#client = null;
      this.#log.warn({ err: error }, 'the live channel broke; connecting again');
      void client.end().catch(() => undefined);
      this.#retry = setTimeout(() => void this.#subscribe().catch(() => lost()), 200);
    };
    this.#client = client;
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', ({ channel, payload }) => {
      if (channel === CHANNEL) this.#read();
      else for (const listener of this.#momentListeners) listener(payload ?? '');
    });
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}; listen ${MOMENT_CHANNEL}`);
    } catch (error) {
      if (this.#highest === 0 && this.#listeners.size === 0 && this.#retry === null) throw error;
      lost(error as Error);
      return;
    }
    // What was committed while nobody listened.
    this.#read();
  }

  /** Reads what is new; a call during a read makes it read once more. */
  #read(): void {
    if (this.#reading !== null) {
      this.#again = true;
      return;
    }
    this.#reading = this.#readAll()
      .catch((error: unknown) => {
        this.#log.warn({ err: error }, 'live events could not be read');
        // No further notice may come; what is there already must not wait for one.
        if (!this.#stopped) this.#rereading = setTimeout(() => this.#read(), REREAD_MS);
      })
      .finally(() => {
        this.#reading = null;
        if (this.#again && !this.#stopped) {
          this.#again = false;
          this.#read();
        }
      });
  }

  async #readAll(): Promise<void> {
    let full = true;
    while (full && !this.#stopped) {
      const { rows } = await this.#pool.query<StoredLiveEvent>(
        `select ${COLUMNS} from app.live_events e where e.id > $1 or e.id = any ($2::bigint[]) order by e.id limit $3`,
        [this.#highest, [...this.#gaps.keys()], BATCH],
      );
      full = rows.length === BATCH;
      for (const event of rows) this.#take(event);
      const oldest = Date.now() - GAP_SECONDS * 1000;
      for (const [id, since] of this.#gaps) if (since < oldest) this.#gaps.delete(id);
    }
  }

  #take(event: StoredLiveEvent): void {
    if (event.id > this.#highest) {
      const now = Date.now();
      // A jump of more than a batch is a sequence that skipped, not transactions that are late.
      for (let id = Math.max(this.#highest + 1, event.id - BATCH); id < event.id; id += 1) this.#gaps.set(id, now);
      this.#highest = event.id;
    } else if (!this.#gaps.delete(event.id)) {
      return;
    }
    for (const listener of this.#listeners) listener(event);
  }
}
