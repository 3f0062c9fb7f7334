import type { ServerResponse } from 'node:http';
import type { LiveEvent, LiveEventType } from '@companyaccount/contract/live';
import { isConcerned, presenceFor, type StreamRights } from './audience.ts';
import type { LivePresence } from './live-presence.ts';
import type { PresenceChange } from './presence-book.ts';
import type { LiveHub, LiveStart, StoredLiveEvent } from './hub.ts';

/** Proxies close a silent connection after about a minute. */
const HEARTBEAT_MS = 25_000;
/** A client that does not read is cut off rather than buffered for; it resumes where it was. */
const UNREAD_BYTES_MAX = 1024 * 1024;
/** A browser needs one; many tabs of an old one may have one each. Beyond that the oldest makes way. */
const STREAMS_PER_SESSION = 20;

const present = (event: StoredLiveEvent): LiveEvent => ({
  id: String(event.id),
  type: event.type as LiveEventType,
  ...(event.requestId === null ? {} : { requestId: event.requestId }),
  ...(event.desk === null ? {} : { desk: event.desk }),
});

const frame = (name: string, data: unknown, id?: string) =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Open streams of one process, so that a shutdown or a change of rights can end them. */
export class LiveStreams {
  readonly #hub: LiveHub;
  readonly #open = new Set<{ sessionId: string; end: () => void; tellPresence: (change: PresenceChange) => void }>();

  constructor(hub: LiveHub, presence: LivePresence) {
    this.#hub = hub;
    presence.onChange((change) => {
      for (const stream of this.#open) stream.tellPresence(change);
    });
  }

  get count(): number {
    return this.#open.size;
  }

  get sessionIds(): string[] {
    return [...new Set([...this.#open].map(({ sessionId }) => sessionId))];
  }

  /** Ends the streams of sessions that `ended` picks; the browser connects again and is asked who it is. */
  end(ended: (sessionId: string) => boolean): void {
    for (const stream of this.#open) if (ended(stream.sessionId)) stream.end();
  }

  /** Answers with a stream of what concerns the person, beginning with what was missed since `start`. */
  async serve(out: ServerResponse, rights: StreamRights, sessionId: string, start: LiveStart): Promise<void> {
    out.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    const unheard: StoredLiveEvent[] = [];
    let replaying = true;
    let ended = false;
    const write = (text: string) => {
      if (ended) return;
      out.write(text);
      if (out.writableLength > UNREAD_BYTES_MAX) out.destroy();
    };
    const tell = (event: StoredLiveEvent) => {
      if (!isConcerned(rights, event)) return;
      write(frame('change', present(event), String(event.id)));
      if (event.type === 'rights_changed') stream.end();
    };
    const stop = this.#hub.listen((event) => (replaying ? unheard.push(event) : tell(event)));
    const heartbeat = setInterval(() => write(': \n\n'), HEARTBEAT_MS);
    const forget = () => {
      ended = true;
      clearInterval(heartbeat);
      stop();
      this.#open.delete(stream);
    };
    // Forgotten at once, not when the socket is closed: writing after the end would be an error that nobody handles.
    const stream = {
      sessionId,
      tellPresence: (change: PresenceChange) => {
        const notice = presenceFor(rights, change);
        if (notice !== null) write(frame(notice.name, notice.data));
      },
      end: () => {
        if (ended) return;
        forget();
        out.end();
      },
    };
    const older = [...this.#open].filter((open) => open.sessionId === sessionId);
    if (older.length >= STREAMS_PER_SESSION) older[0]?.end();
    this.#open.add(stream);
    out.on('close', forget);
    // The caller may have gone while we asked who it is.
    if (out.destroyed) forget();
    // With its id a browser that heard nothing yet resumes here too.
    write(`retry: 1000\n${frame('ready', {}, String(this.#hub.highest))}`);
    if (start.after !== undefined || start.age !== undefined) {
      // Where the past cannot be read, the client fetches everything anew.
      const missed = await this.#hub.since(start).catch(() => null);
      if (missed === null) write(frame('reset', {}));
      // A change of rights that was missed is already in `rights`.
      else for (const event of missed) if (event.type !== 'rights_changed') tell(event);
    }
    replaying = false;
    for (const event of unheard) tell(event);
  }
}
