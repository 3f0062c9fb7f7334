import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { findChainEnd, insertSeals, listUnsealed, lockSealing } from './audit-store.ts';
import { hashEntry, signHead } from './chain.ts';
import { openAuditKey } from './open-audit-key.ts';

type Parts = Pick<Platform, 'config' | 'clock' | 'db' | 'log'>;

const BATCH = 1000;
const EVERY_MS = 1000;

/** Seals one batch; false when nothing is left, or another process is at it. */
async function sealBatch(parts: Parts): Promise<boolean> {
  const { db, clock, log } = parts;
  const head = await transact(db, SYSTEM, async (tx) => {
    if (!(await lockSealing(tx))) return null;
    const entries = await listUnsealed(tx, BATCH);
    if (entries.length === 0) return null;
    // Asked for each time, so that a rotation needs no new start.
    const key = await openAuditKey(parts, tx);
    let { number, hash } = await findChainEnd(tx);
    const seals = entries.map((entry) => {
      number += 1;
      hash = hashEntry(number, hash, entry);
      return { number, entryId: entry.id, hash };
    });
    const reached = { number, hash, sealedAt: clock() };
    const signature = signHead(reached, key);
    await insertSeals(tx, seals, { ...reached, kid: key.kid, signature });
    return { ...reached, signature, full: entries.length === BATCH };
  });
  if (head === null) return false;
  // The copy outside the database: whoever keeps this log can prove that nothing before was taken away.
  log.info(`audit head ${head.number} ${head.hash.toString('hex')} ${head.signature.toString('base64url')}`);
  return head.full;
}

/** Gives every committed entry its place in the chain. Writers are never held up: they only add. */
export async function sealEntries(parts: Parts): Promise<void> {
  while (await sealBatch(parts));
}

/** Seals once a second until stopped. Any number of processes may do so; one at a time works. */
export function startSealing(parts: Parts): { stop: () => Promise<void> } {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();
  const round = () => {
    running = sealEntries(parts)
      .catch((error: unknown) => parts.log.error({ err: error }, 'the audit log could not be sealed'))
      .then(() => {
        if (!stopped) timer = setTimeout(round, EVERY_MS);
      });
  };
  round();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
