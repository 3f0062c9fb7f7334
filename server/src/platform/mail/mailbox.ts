import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type pg from 'pg';
import type { Log } from '#platform/log.ts';

/** Where a mailbox is. */
export interface ImapPlace {
  host: string;
  port: number;
  /** TLS from the first byte; else it is begun in the conversation, where the server can. */
  secure: boolean;
  user: string;
  password: string;
  folder: string;
}

/** A mail as it lies in the mailbox. */
export interface LyingMail {
  /** Names it for ever, whichever program looks. */
  place: string;
  size: number;
  /** Its bytes, at most so many. */
  read: (most: number) => Promise<Buffer>;
}

export interface MailboxOptions {
  imap: ImapPlace;
  log: Log;
  /** A connection of its own: whoever holds its lock is the one program that reads the mailbox. */
  connect: () => pg.Client;
  /** Keeps a mail for good; `false` leaves it in the mailbox, flagged. */
  keep: (mail: LyingMail) => Promise<boolean>;
  /** Is told after each look what went wrong; null: nothing. */
  tell: (error: string | null) => Promise<void>;
}

export interface MailboxReader {
  stop: () => Promise<void>;
}

/** Of the lock; any number that nothing else uses. */
const LOCK = 7_231_104_512;
const RETRY_MS = [1000, 5000, 15_000, 60_000];
/** Where another program reads the mailbox, so often is asked whether it still does. */
const TURN_MS = 15_000;
/** An idling connection is renewed, and looked through, so often: servers end them after half an hour. */
const IDLE_MS = 5 * 60_000;

/** Names a mailbox; holds no password. */
export const mailboxPlace = ({ user, host, folder }: ImapPlace): string => `${user}@${host}/${folder}`;

/** What a mail server said, or why it could not be asked: without its address, which holds a password. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'responseText' in error ? error.responseText : null;
  const reason = typeof said === 'string' && said !== '' ? said : error instanceof Error ? error.message : 'unknown';
  return reason.slice(0, 300);
}

/** Everything new in the open mailbox, the oldest first: kept, then taken away. */
async function takeNew(client: ImapFlow, { imap, keep, log }: MailboxOptions, stopping: AbortSignal): Promise<void> {
  const { mailbox } = client;
  if (mailbox === false) return;
  const found = await client.search({ flagged: false }, { uid: true });
  for (const uid of Array.isArray(found) ? found.toSorted((a, b) => a - b) : []) {
    if (stopping.aborted) return;
    const message = await client.fetchOne(String(uid), { size: true, uid: true }, { uid: true });
    if (message === false) continue;
    const place = `${mailboxPlace(imap)}/${mailbox.uidValidity}/${uid}`;
    const read = async (most: number): Promise<Buffer> => {
      const whole = await client.fetchOne(String(uid), { source: { start: 0, maxLength: most } }, { uid: true });
      if (whole === false || whole.source === undefined) throw new Error('the mail went away while it was read');
      return whole.source;
    };
    const isKept = await keep({ place, size: message.size ?? 0, read });
    if (isKept) await client.messageDelete(String(uid), { uid: true });
    else await client.messageFlagsAdd(String(uid), ['\\Flagged', '\\Seen'], { uid: true });
    log.debug({ place, isKept }, 'a mail was taken');
  }
}

/** One connection from its beginning to its end, however it ends. */
async function session(options: MailboxOptions, stopping: AbortSignal): Promise<void> {
  const { host, port, secure, user, password, folder } = options.imap;
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth: { user, pass: password },
    logger: false,
    maxIdleTime: IDLE_MS,
    disableAutoIdle: true,
  });
  const ended: { by: Error | null } = { by: null };
  client.on('error', (error: Error) => {
    ended.by = error;
  });
  // What comes while one looks through the mailbox rings too.
  let rung = false;
  let wake = (): void => undefined;
  const ring = () => {
    rung = true;
    wake();
  };
  client.on('exists', ring);
  client.on('close', ring);
  const untilRung = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    const timer = setTimeout(resolve, IDLE_MS);
    const idling = client.idle().catch(() => undefined);
    if (!rung) await Promise.race([promise, idling]);
    clearTimeout(timer);
  };
  const stop = () => client.close();
  stopping.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    const lock = await client.getMailboxLock(folder);
    try {
      while (client.usable && !stopping.aborted) {
        rung = false;
        await takeNew(client, options, stopping);
        await options.tell(null);
        // Told by the server when something comes, and looked again after a while.
        if (!rung) await untilRung();
      }
    } finally {
      lock.release();
    }
    if (ended.by !== null && !stopping.aborted) throw ended.by;
  } finally {
    stopping.removeEventListener('abort', stop);
    client.close();
  }
}

/**
 * Reads a mailbox for as long as the program runs: what lies in it, then what comes, told by the server (IDLE). Each mail
 * is taken away once it is kept. Of several programs on one database one reads; another takes over when that one ends.
 */
export function readMailbox(options: MailboxOptions): MailboxReader {
  const { log, connect, imap, tell } = options;
  const stopping = new AbortController();
  const pause = (ms: number) => delay(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);

  const whileTurn = async (): Promise<boolean> => {
    const client = connect();
    const stopOfTurn = new AbortController();
    client.on('error', () => stopOfTurn.abort());
    try {
      await client.connect();
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
      if (rows[0]?.mine !== true) return false;
      await session(options, AbortSignal.any([stopping.signal, stopOfTurn.signal]));
      return true;
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const run = async () => {
    let tries = 0;
    while (!stopping.signal.aborted) {
      try {
        const hadTurn = await whileTurn();
        tries = 0;
        await pause(hadTurn ? 1000 : TURN_MS);
      } catch (error) {
        if (stopping.signal.aborted) break;
        const reason = reasonOf(error);
        log.warn({ host: imap.host, reason }, 'the mailbox cannot be read at the moment');
        // The database may be what is away.
        await tell(reason).catch(() => undefined);
        await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? TURN_MS);
        tries += 1;
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
