import { type LiveEvent, routes } from '@companyaccount/contract';
import { keys } from './keys.ts';
import type { LiveState } from './live-state.ts';
import { queryClient } from './query-client.ts';

const BACK_OFF_MS = [1000, 2000, 4000, 8000, 15_000, 30_000] as const;
const TICK_MS = 5000;
const ASLEEP_MS = 30_000;

interface Listener {
  state: (state: LiveState) => void;
  change: (event: LiveEvent) => void;
  reset: () => void;
}

/**
 * The one connection for server-sent events. After a short break the browser resumes by itself and the server replays
 * what was missed; when a new connection has to be opened instead, everything is fetched again.
 */
export class LiveStream {
  readonly #listener: Listener;
  #source: EventSource | null = null;
  #attempt = 0;
  #failures = 0;
  #missed = false;
  #lastTick = Date.now();
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #ticking: ReturnType<typeof setInterval>;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    window.addEventListener('online', this.#reopen);
    window.addEventListener('offline', this.#offline);
    this.#open();
  }

  close(): void {
    clearInterval(this.#ticking);
    clearTimeout(this.#retry);
    window.removeEventListener('online', this.#reopen);
    window.removeEventListener('offline', this.#offline);
    this.#source?.close();
  }

  #open(): void {
    this.#source?.close();
    const source = new EventSource(routes.openLive.path);
    this.#source = source;
    if (this.#failures === 0) this.#listener.state('connecting');
    source.addEventListener('ready', () => {
      this.#attempt = 0;
      this.#failures = 0;
      this.#listener.state('live');
      if (this.#missed) this.#listener.reset();
      this.#missed = false;
    });
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      this.#listener.change(JSON.parse(data) as LiveEvent);
    });
    source.addEventListener('reset', () => this.#listener.reset());
    source.addEventListener('error', () => this.#failed(source));
  }

  #failed(source: EventSource): void {
    if (source !== this.#source) return;
    this.#failures += 1;
    // One failure is the end of an idle connection; the second in a row means that nobody answers.
    this.#listener.state(navigator.onLine && this.#failures === 1 ? 'connecting' : 'offline');
    if (source.readyState !== EventSource.CLOSED) return;
    // The server refused or the answer was no stream: the browser has given up, perhaps since the session ended.
    this.#missed = true;
    this.#listener.state('offline');
    void queryClient.invalidateQueries({ queryKey: keys.me });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), BACK_OFF_MS[Math.min(this.#attempt, BACK_OFF_MS.length - 1)]);
    this.#attempt += 1;
  }

  readonly #reopen = (): void => {
    clearTimeout(this.#retry);
    this.#missed = true;
    this.#open();
  };

  readonly #offline = (): void => this.#listener.state('offline');

  /** A clock that jumped means that the machine slept, and the connection may be dead without an error. */
  #tick(): void {
    const asleep = Date.now() - this.#lastTick > TICK_MS + ASLEEP_MS;
    this.#lastTick = Date.now();
    if (asleep) this.#reopen();
  }
}
