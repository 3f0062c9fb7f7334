import { type OperationNodeSource, sql } from 'kysely';
import type { Tx } from './database.ts';

/**
 * Runs writes in one statement, so in one round trip. None of them sees what another writes; a foreign key between their
 * rows holds all the same, since PostgreSQL checks it when the statement ends.
 */
export async function together(tx: Tx, writes: readonly OperationNodeSource[]): Promise<void> {
  const named = writes.map((write, at) => sql`${sql.id(`write_${at}`)} as (${write})`);
  await sql`with ${sql.join(named)} select`.execute(tx);
}
