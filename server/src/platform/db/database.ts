import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from '#platform/log.ts';
import type { DB } from './schema.generated.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

export interface Database {
  db: Db;
  pool: pg.Pool;
  /** For the job library, which listens and keeps statements: past any pooler. */
  jobsPool: pg.Pool;
  /** Makes a connection of its own past any pooler, for LISTEN and locks. The caller ends it. */
  directConnection: () => pg.Client;
  close: () => Promise<void>;
}

// Counts and sizes fit a double exactly up to 2^53; the driver would hand them over as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const JOB_CONNECTIONS = 8;

/** Opens the pool. `direct` differs from `main` where a transaction pooler stands between. */
export function openDatabase(main: pg.PoolConfig, direct: pg.PoolConfig, log: Log): Database {
  const open = (config: pg.PoolConfig) => {
    const made = new pg.Pool({ application_name: 'companyaccount', ...config });
    made.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
    made.on('connect', (client) =>
      client.on('error', (error) => log.warn({ err: error }, 'a database connection broke')),
    );
    return made;
  };
  const pool = open(main);
  const jobsPool = direct === main ? pool : open({ ...direct, max: JOB_CONNECTIONS });
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    jobsPool,
    directConnection: () => new pg.Client({ application_name: 'companyaccount-direct', ...direct }),
    close: async () => {
      await db.destroy();
      // Kysely ends only a pool that it has used.
      for (const one of new Set([pool, jobsPool])) if (!one.ending) await one.end();
    },
  };
}
