import { type Doing, PRESENCE_SECONDS, type Presence } from '@companyaccount/contract/presence';

/** What a process is told of somebody at a request, with what decides who may hear of it. */
export interface PresenceReport {
  requestId: string;
  desk: string;
  companyId: string | null;
  watcherIds: string[];
  person: { id: string; name: string };
  doing: Doing;
}

/** What follows from it; null where staff, or the customer, would hear nothing new. */
export interface PresenceChange {
  about: PresenceReport;
  doing: Doing | null;
  answering: boolean | null;
}

interface Entry {
  report: PresenceReport;
  at: number;
}

const PER_PERSON = 10;
const IN_ALL = 5000;
/** Two reports may be lost before somebody is taken to have gone. */
const READING_MS = 2.5 * PRESENCE_SECONDS.reading * 1000;
const TYPING_MS = 2 * PRESENCE_SECONDS.typing * 1000;

const typing = (doing: Doing): boolean => doing === 'answering' || doing === 'noting';

/**
 * Who is at which request, as one process has heard it: bounded, in memory, forgotten by time. `now` is in
 * milliseconds.
 */
export class PresenceBook {
  /** The one heard of longest ago comes first. */
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  list(desk: string): Presence[] {
    const all: Presence[] = [];
    for (const { report } of this.#entries.values()) {
      const { requestId, person, doing } = report;
      if (report.desk === desk && doing !== 'gone') all.push({ requestId, desk, person, doing });
    }
    return all;
  }

  hear(report: PresenceReport, now: number): PresenceChange[] {
    const changes = [this.#set(report, now)];
    const own = [...this.#entries.values()].filter((entry) => entry.report.person.id === report.person.id);
    if (own.length > PER_PERSON) changes.push(this.#drop(own[0], now));
    if (this.#entries.size > IN_ALL) changes.push(this.#drop(this.#entries.values().next().value, now));
    return changes.filter(isNews);
  }

  /** Forgets what was not repeated: typing first, then being there. */
  expire(now: number): PresenceChange[] {
    const changes: PresenceChange[] = [];
    const entries = [...this.#entries.values()];
    for (const { report, at } of entries) {
      if (now - at >= READING_MS) changes.push(this.#set({ ...report, doing: 'gone' }, now));
      else if (typing(report.doing) && now - at >= TYPING_MS)
        changes.push(this.#set({ ...report, doing: 'reading' }, at));
    }
    return changes.filter(isNews);
  }

  #drop(entry: Entry | undefined, now: number): PresenceChange {
    if (entry === undefined) throw new Error('nobody is there');
    return this.#set({ ...entry.report, doing: 'gone' }, now);
  }

  #set(report: PresenceReport, at: number): PresenceChange {
    const key = `${report.requestId} ${report.person.id}`;
    const before = this.#entries.get(key)?.report.doing ?? 'gone';
    this.#entries.delete(key);
    if (report.doing !== 'gone') this.#entries.set(key, { report, at });
    const { doing } = report;
    return { about: report, doing: doing === before ? null : doing, answering: this.#answering(before, report) };
  }

  /** Whoever comes while somebody writes should see it too: so each report of writing is told, its end once. */
  #answering(before: Doing, { requestId, doing }: PresenceReport): boolean | null {
    if (doing === 'answering') return true;
    if (before !== 'answering') return null;
    const others = [...this.#entries.values()];
    return others.some(({ report }) => report.requestId === requestId && report.doing === 'answering') ? null : false;
  }
}

const isNews = ({ doing, answering }: PresenceChange): boolean => doing !== null || answering !== null;
