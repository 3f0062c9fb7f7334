import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Waits until no other transaction of any process has the turn of that name, and keeps it until this one ends. */
export async function takeTurn(tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}
