import { sql } from 'kysely';
import type { Db, Tx } from './database.ts';

/**
 * Puts a job into the queue with the transaction that causes it: it runs when that commits, and never when it rolls
 * back. A waiting job with the same `key` is replaced. Jobs of a higher `priority` wait until those of
 * lower ones are taken.
 */
export async function enqueue(
  tx: Tx | Db,
  name: string,
  payload: Record<string, unknown>,
  { key = null, runAt = null, priority = 0 }: { key?: string | null; runAt?: Date | null; priority?: number } = {},
): Promise<void> {
  await sql`select app.enqueue(${name}, ${JSON.stringify(payload)}::json, ${key}, ${runAt}, ${priority})`.execute(tx);
}

/** Takes a job back that waits under `key`; only on the vendor's side. */
export async function dequeue(tx: Tx, key: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${key})`.execute(tx);
}
