import { type WorkingHours, workingTimeBetween } from '#platform/working-time.ts';

export const FACTS = ['filed', 'answered', 'resolved', 'ended', 'reopened', 'kept', 'broken', 'good', 'bad'] as const;
export type FactKind = (typeof FACTS)[number];

/** What a request is counted by. */
export interface Marks {
  desk: string;
  product_id: string | null;
  plan_id: string | null;
  agent_id: string | null;
  language: string;
}

/** Something that counts, at a moment in epoch milliseconds. */
export interface Fact {
  kind: FactKind;
  at: number;
  minutes: number | null;
  working: number | null;
  /** Who was in charge, where that is not who is now. */
  agentId?: string | null;
}

/** From when to when a request waited to be resolved. */
export interface OpenSpan {
  openedAt: number;
  endedAt: number;
}

/** What happened to a request, in epoch milliseconds. */
export interface History {
  createdAt: number;
  status: string;
  /** Since when it has its status. */
  since: number;
  /** The hours in which its promises are counted; null: nothing was promised. */
  calendar: WorkingHours | null;
  /** Public messages. */
  messages: readonly { at: number; side: string }[];
  moves: readonly { at: number; from: string; to: string }[];
  /** When promises ran out. */
  broken: readonly number[];
  ratings: readonly { at: number; value: string; ownerId: string | null }[];
}

const MINUTE = 60_000;
/** Words of the vendor that are no further apart are one answer. */
const ONE_ANSWER = 60 * MINUTE;

const isEnd = (status: string): boolean => status === 'resolved' || status === 'closed';

type Event =
  | { at: number; type: 'broken' }
  | { at: number; type: 'message'; side: string }
  | { at: number; type: 'move'; to: string };
/** What is written in one transaction has one time: a promise runs out before the word that follows, a status after it. */
const ORDER = { broken: 0, message: 1, move: 2 } as const;

function eventsOf({ createdAt, messages, moves, broken }: History): Event[] {
  const events: Event[] = [
    ...broken.map((at): Event => ({ at, type: 'broken' })),
    ...messages.map(({ at, side }): Event => ({ at, type: 'message', side })),
    ...moves.map(({ at, to }): Event => ({ at, type: 'move', to })),
  ];
  // What came along from another request may be older than this one.
  const since = events.map((event) => ({ ...event, at: Math.max(event.at, createdAt) }));
  return since.toSorted((one, other) => one.at - other.at || ORDER[one.type] - ORDER[other.type]);
}

/** Goes through the history of one request and notes what counts. */
class Walk {
  readonly facts: Fact[] = [];
  readonly spans: OpenSpan[] = [];
  readonly #calendar: WorkingHours | null;
  readonly #createdAt: number;
  /** null while it is resolved or closed. */
  #openedAt: number | null;
  /** Since when its clock has been running; null while it stands. */
  #runsSince: number | null;
  /** Times at which the clock ran since it was opened. */
  #ran: [number, number][] = [];
  #answered = false;
  #spokenAt: number | null = null;
  #isBroken = false;

  constructor({ createdAt, calendar }: History) {
    this.#createdAt = createdAt;
    this.#calendar = calendar;
    this.#openedAt = createdAt;
    this.#runsSince = createdAt;
    this.#note('filed', createdAt);
  }

  get isOpen(): boolean {
    return this.#openedAt !== null;
  }

  take(event: Event): void {
    if (event.type === 'move') this.move(event.to, event.at);
    else if (event.type === 'broken') this.#break(event.at);
    else if (event.side === 'vendor') this.#speak(event.at);
    else this.#spokenAt = null;
  }

  move(to: string, at: number): void {
    if (isEnd(to)) return this.#end(to, at);
    if (this.#openedAt === null) {
      this.#openedAt = at;
      this.#ran = [];
      this.#spokenAt = null;
      this.#note('reopened', at);
    }
    if (to === 'waiting_for_customer') this.#stopClock(at);
    else this.#runsSince ??= at;
  }

  /** What is still open goes on. */
  finish(): void {
    if (this.#openedAt !== null) this.spans.push({ openedAt: this.#openedAt, endedAt: Infinity });
  }

  #note(kind: FactKind, at: number, since?: number): void {
    const minutes = since === undefined ? null : (at - since) / MINUTE;
    this.facts.push({ kind, at, minutes, working: since === undefined ? null : this.#worked(at) });
  }

  /** Minutes that the clock has run since the request was opened; where no calendar counts, all do. */
  #worked(until: number): number {
    const parts = this.#runsSince === null ? this.#ran : [...this.#ran, [this.#runsSince, until] as const];
    return parts.reduce(
      (sum, [from, to]) =>
        sum +
        (this.#calendar === null
          ? (to - from) / MINUTE
          : workingTimeBetween(this.#calendar, new Date(from), new Date(to))),
      0,
    );
  }

  #stopClock(at: number): void {
    if (this.#runsSince !== null) this.#ran.push([this.#runsSince, at]);
    this.#runsSince = null;
  }

  #break(at: number): void {
    this.#isBroken = true;
    this.#note('broken', at);
  }

  /** Keeps the promise that runs, where one does. */
  #keep(at: number): void {
    const runs = this.#calendar !== null && this.#openedAt !== null && this.#runsSince !== null;
    const isSame = this.#spokenAt !== null && at - this.#spokenAt < ONE_ANSWER;
    if (runs && !this.#isBroken && !isSame) this.#note('kept', at);
    this.#isBroken = false;
    this.#spokenAt = at;
  }

  #speak(at: number): void {
    if (!this.#answered && this.#openedAt === this.#createdAt) this.#note('answered', at, this.#createdAt);
    this.#answered = true;
    this.#keep(at);
  }

  #end(to: string, at: number): void {
    if (this.#openedAt === null) return;
    if (to === 'resolved') {
      this.#keep(at);
      this.#note('resolved', at, this.#openedAt);
    }
    this.#note('ended', at);
    this.spans.push({ openedAt: this.#openedAt, endedAt: at });
    this.#openedAt = null;
    this.#runsSince = null;
    this.#isBroken = false;
  }
}

/** What counts of a request, and when it was open. */
export function factsOf(history: History): { facts: Fact[]; spans: OpenSpan[] } {
  const walk = new Walk(history);
  for (const event of eventsOf(history)) walk.take(event);
  // Where the timeline does not say how it came to its status, as in what was brought in from elsewhere.
  if (isEnd(history.status) === walk.isOpen) walk.move(history.status, Math.max(history.since, history.createdAt));
  walk.finish();
  const rated = history.ratings.map(({ at, value, ownerId }): Fact => ({
    kind: value === 'good' ? 'good' : 'bad',
    at,
    minutes: null,
    working: null,
    agentId: ownerId,
  }));
  return { facts: [...walk.facts, ...rated], spans: walk.spans };
}
