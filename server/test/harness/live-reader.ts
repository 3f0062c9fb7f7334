import { request } from 'node:http';

/** Longer than any of it takes, on a machine with other things to do. */
const SOON_MS = 10_000;

/** One event of the stream. */
export interface Heard {
  name: string;
  id: string | null;
  data: Record<string, unknown>;
}

/** What a client of the live stream hears. */
export interface LiveReader {
  status: number;
  headers: Record<string, unknown>;
  /** Every event so far. */
  events: Heard[];
  /** Waits for the end; rejects when it does not come soon. */
  ended: () => Promise<void>;
  isOpen: () => boolean;
  /** Waits until an event comes that `picks` likes; rejects when none does soon. */
  hear: (picks: (event: Heard) => boolean) => Promise<void>;
  close: () => void;
}

/** Opens the live stream over a real socket. */
export function openStream(
  address: string,
  cookie: string,
  headers: Record<string, string> = {},
  query = '',
): Promise<LiveReader> {
  return new Promise((resolve, reject) => {
    const call = request(`${address}/api/v1/live${query}`, { headers: { cookie, ...headers } }, (answer) => {
      const events: LiveReader['events'] = [];
      let rest = '';
      let open = true;
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        const frames = (rest + text).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'mu').exec(frame)?.[1] ?? null;
          const name = field('event');
          if (name !== null)
            events.push({ name, id: field('id'), data: JSON.parse(field('data') ?? '{}') as Record<string, unknown> });
        }
      });
      const ended = new Promise<void>((end) => {
        answer.on('close', () => {
          open = false;
          end();
        });
      });
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        events,
        ended: () =>
          Promise.race([
            ended,
            new Promise<never>((_, fail) =>
              setTimeout(() => fail(new Error('the stream is still open')), SOON_MS).unref(),
            ),
          ]),
        isOpen: () => open,
        hear: async (picks) => {
          const until = Date.now() + SOON_MS;
          while (!events.some(picks)) {
            if (Date.now() > until) throw new Error(`not heard; heard ${JSON.stringify(events)}`);
            await new Promise((again) => setTimeout(again, 10));
          }
        },
        close: () => call.destroy(),
      });
    });
    call.on('error', reject);
    call.end();
  });
}
