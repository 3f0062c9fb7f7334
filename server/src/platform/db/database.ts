import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from '#platform/log.ts';
import type { DB } from './schema.generated.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface Database {
  db: Db;
  pool: pg.Pool;
  /** Makes a connection of its own past any pooler, for LISTEN and locks. The caller ends it. */
  directConnection: () => pg.Client;
  close: () => Promise<void>;
}

// Counts and sizes fit a double exactly up to 2^53; the driver would hand them over as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens the pool. `direct` differs from `main` where a transaction pooler stands between. */
export function openDatabase(main: pg.PoolConfig, direct: pg.ClientConfig, log: Log): Database {
  const pool = new pg.Pool({
    application_name: 'companyaccount',
    // A writing transaction that hangs would hold back every reader of live events; none of ours takes this long.
    idle_in_transaction_session_timeout: 30_000,
    ...main,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ err: error }, 'a database connection broke')),
  );
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    directConnection: () => new pg.Client({ application_name: 'companyaccount-direct', ...direct }),
    close: async () => {
      await db.destroy();
      // Kysely ends only a pool that it has used.
      if (!pool.ending) await pool.end();
    },
  };
}
