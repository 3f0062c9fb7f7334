import { type AnsweringNotice, type LiveEvent, type PresenceNotice, routes } from '@companyaccount/contract';
import { keys } from './keys.ts';
import type { LiveState } from './live-state.ts';
import { queryClient } from './query-client.ts';

const BACK_OFF_MS = [1000, 2000, 4000, 8000, 15_000, 30_000] as const;
const TICK_MS = 5000;
/** Browsers let the timers of a hidden tab run once a minute; only a longer silence is sleep. */
const ASLEEP_MS = 90_000;

interface Listener {
  /** Id of the last event that this browser heard; undefined before the first. */
  last: () => number | undefined;
  state: (state: LiveState) => void;
  /** The stream begins, and tells everything after this id. */
  ready: (id: number) => void;
  change: (event: LiveEvent) => void;
  presence: (notice: PresenceNotice) => void;
  answering: (notice: AnsweringNotice) => void;
  reset: () => void;
}

/**
 * The one connection for server-sent events. After a break, however it ended, the server repeats what was missed; the
 * first one begins when the page did, so that nothing falls between what was fetched and what is heard.
 */
export class LiveStream {
  readonly #listener: Listener;
  #source: EventSource | null = null;
  #attempt = 0;
  #failures = 0;
  #lastTick = Date.now();
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #ticking: ReturnType<typeof setInterval>;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#ticking = setInterval(this.#tick, TICK_MS);
    window.addEventListener('online', this.#reopen);
    window.addEventListener('offline', this.#offline);
    document.addEventListener('visibilitychange', this.#tick);
    this.#open();
  }

  close(): void {
    clearInterval(this.#ticking);
    clearTimeout(this.#retry);
    window.removeEventListener('online', this.#reopen);
    window.removeEventListener('offline', this.#offline);
    document.removeEventListener('visibilitychange', this.#tick);
    this.#source?.close();
  }

  #open(): void {
    this.#source?.close();
    const source = new EventSource(`${routes.openLive.path}?${this.#start()}`);
    this.#source = source;
    if (this.#failures === 0) this.#listener.state('connecting');
    source.addEventListener('ready', ({ lastEventId }: MessageEvent<string>) => {
      this.#attempt = 0;
      this.#failures = 0;
      this.#listener.ready(Number(lastEventId));
      this.#listener.state('live');
    });
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      this.#listener.change(JSON.parse(data) as LiveEvent);
    });
    source.addEventListener('presence', ({ data }: MessageEvent<string>) => {
      this.#listener.presence(JSON.parse(data) as PresenceNotice);
    });
    source.addEventListener('answering', ({ data }: MessageEvent<string>) => {
      this.#listener.answering(JSON.parse(data) as AnsweringNotice);
    });
    source.addEventListener('reset', () => this.#listener.reset());
    source.addEventListener('error', () => this.#failed(source));
  }

  #start(): URLSearchParams {
    const last = this.#listener.last();
    if (last !== undefined) return new URLSearchParams({ after: String(last) });
    const age = Math.max(0, Math.ceil((Date.now() - performance.timeOrigin) / 1000));
    return new URLSearchParams({ age: String(age) });
  }

  #failed(source: EventSource): void {
    if (source !== this.#source) return;
    this.#failures += 1;
    // One failure is the end of an idle connection; the second in a row means that nobody answers.
    this.#listener.state(navigator.onLine && this.#failures === 1 ? 'connecting' : 'offline');
    if (source.readyState !== EventSource.CLOSED) return;
    // The server refused or the answer was no stream: the browser has given up, perhaps since the session ended.
    this.#listener.state('offline');
    void queryClient.invalidateQueries({ queryKey: keys.me });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), BACK_OFF_MS[Math.min(this.#attempt, BACK_OFF_MS.length - 1)]);
    this.#attempt += 1;
  }

  readonly #reopen = (): void => {
    clearTimeout(this.#retry);
    this.#open();
  };

  readonly #offline = (): void => this.#listener.state('offline');

  /** A clock that jumped means that the machine slept, and the connection may be dead without an error. */
  readonly #tick = (): void => {
    const asleep = Date.now() - this.#lastTick > ASLEEP_MS;
    this.#lastTick = Date.now();
    if (asleep) this.#reopen();
  };
}
