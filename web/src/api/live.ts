import type { AnsweringNotice, LiveEvent, PresenceNotice } from '@companyaccount/contract';
import { keys } from './keys.ts';
import type { LiveState } from './live-state.ts';
import { liveState } from './live-state.ts';
import { answering } from './answering.ts';
import { changesByOthers } from './changed-requests.ts';
import { heardEvents } from './heard-events.ts';
import { invalidateEverything, liveInvalidations } from './live-invalidations.ts';
import { LiveStream } from './live-stream.ts';
import { applyPresence } from './presence.ts';
import { queryClient } from './query-client.ts';

const NAME = 'companyaccount-live';

type Shared =
  | { kind: 'state'; state: LiveState }
  | { kind: 'ready'; id: number }
  | { kind: 'change'; event: LiveEvent }
  | { kind: 'presence'; notice: PresenceNotice }
  | { kind: 'answering'; notice: AnsweringNotice }
  | { kind: 'reset' }
  | { kind: 'hello' }
  | { kind: 'session' };

/** Runs `lead` in one tab of the browser at a time; where the browser has no locks, in every tab. */
async function elect(lead: () => Promise<void>, signal: AbortSignal): Promise<void> {
  // Web Locks exist only over HTTPS or on the loopback address.
  if (!('locks' in navigator)) return lead();
  try {
    await navigator.locks.request(NAME, { signal }, lead);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * Keeps what is shown up to date: one tab of the browser holds the stream and shares what it hears with the others,
 * since a browser opens only a few connections to one site. `onChange` hears of each change since then too, once. Returns
 * what ends it.
 */
export function startLive(onChange?: (event: LiveEvent) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  const ended = new AbortController();
  const invalidations = liveInvalidations();
  let leading = false;
  // Whichever tab holds the stream next goes on from the last of them.
  const heard = heardEvents();

  const hear = (message: Shared): void => {
    if (message.kind === 'state') liveState.set(message.state);
    else if (message.kind === 'ready') {
      heard.begin(message.id);
      void queryClient.invalidateQueries({ queryKey: keys.presence });
    } else if (message.kind === 'change') {
      const news = heard.add(Number(message.event.id));
      if (news !== 'known') invalidations.add(message.event);
      if (news !== 'new') return;
      if (message.event.requestId !== undefined) changesByOthers.hear(message.event.requestId);
      onChange?.(message.event);
    } else if (message.kind === 'presence') applyPresence(message.notice);
    else if (message.kind === 'answering') answering.set(message.notice);
    else if (message.kind === 'reset') invalidateEverything();
  };
  const share = (message: Shared): void => {
    channel.postMessage(message);
    hear(message);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Shared>) => {
    if (data.kind === 'hello') {
      if (leading) channel.postMessage({ kind: 'state', state: liveState.get() } satisfies Shared);
    } else if (data.kind === 'session') void queryClient.invalidateQueries({ queryKey: keys.me });
    else hear(data);
  });

  void elect(async () => {
    leading = true;
    const stream = new LiveStream({
      last: heard.last,
      ready: (id) => share({ kind: 'ready', id }),
      state: (state) => share({ kind: 'state', state }),
      change: (event) => share({ kind: 'change', event }),
      presence: (notice) => share({ kind: 'presence', notice }),
      answering: (notice) => share({ kind: 'answering', notice }),
      reset: () => share({ kind: 'reset' }),
    });
    await new Promise<void>((resolve) => {
      if (ended.signal.aborted) resolve();
      ended.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    stream.close();
  }, ended.signal);
  channel.postMessage({ kind: 'hello' } satisfies Shared);

  return () => {
    ended.abort();
    invalidations.cancel();
    channel.close();
    liveState.set('connecting');
  };
}

/** Tells the other tabs that somebody signed in or out, or chose another company, here. */
export function announceSession(): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage({ kind: 'session' } satisfies Shared);
  channel.close();
}
