import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lock, Locker, RequestRelease } from '@tus/server';
import type { Db } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { extendLease, giveLeaseBack, takeLease } from './upload-leases-store.ts';

const EXTEND_MS = 2000;
const ASK_MS = 200;
/** Longer than a dead holder's lease lasts. */
const WAIT_MS = 15_000;

interface Held {
  lost: AbortController;
  requestRelease: RequestRelease;
}

/**
 * Lets one request at a time write an upload, over all processes, by a lease row that the holder extends while it
 * works. The next request asks the holder to stop, at once within a process and within two seconds elsewhere; what a
 * killed process held falls free after six. No database connection is held meanwhile.
 */
export class UploadLocker implements Locker {
  readonly #db: Db;
  readonly #held = new Map<string, Held>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Aborted once this process no longer holds the upload's lease: from then on it must write nothing. */
  lostSignal(id: string): AbortSignal {
    return this.#held.get(id)?.lost.signal ?? AbortSignal.abort();
  }

  newLock(id: string): Lock {
    const holder = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    return {
      lock: async (signal, requestRelease) => {
        await this.#wait(id, holder, signal);
        const held = { lost: new AbortController(), requestRelease };
        this.#held.set(id, held);
        timer = setInterval(() => void this.#extend(id, holder, held), EXTEND_MS);
      },
      unlock: async () => {
        clearInterval(timer);
        this.#held.delete(id);
        await giveLeaseBack(this.#db, id, holder);
      },
    };
  }

  /** Runs `work` while nobody else can write the upload. */
  async whileLocked<T>(id: string, work: () => Promise<T>): Promise<T> {
    const lock = this.newLock(id);
    await lock.lock(new AbortController().signal, () => undefined);
    try {
      return await work();
    } finally {
      await lock.unlock();
    }
  }

  async #wait(id: string, holder: string, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + WAIT_MS;
    while (!(await takeLease(this.#db, id, holder))) {
      await this.#held.get(id)?.requestRelease();
      if (performance.now() > deadline || signal.aborted) throw new Refusal('conflict');
      await sleep(ASK_MS);
    }
  }

  async #extend(id: string, holder: string, held: Held): Promise<void> {
    // With the database away the lease may run out, but then nobody else can take it either.
    const state = await extendLease(this.#db, id, holder).catch(() => 'held');
    if (state === 'lost') held.lost.abort();
    if (state !== 'held') await held.requestRelease();
  }
}
