import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Log } from '#platform/log.ts';

const BEAT_SECONDS = 20;
const DEAD_SECONDS = 90;

/**
 * Gives jobs of killed processes back to the queue. The job library itself would wait four hours, because it cannot
 * tell a dead worker from a slow one; here every worker signs on and keeps signing.
 */
export async function unlockDead(pool: pg.Pool, deadAfterSeconds = DEAD_SECONDS): Promise<void> {
  await pool.query(`delete from app.job_workers where seen_at <= now() - make_interval(secs => $1)`, [
    deadAfterSeconds,
  ]);
  await pool.query(
    `
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker._private_jobs
      where locked_by is not null and locked_by not in (select worker_id from app.job_workers)
        and ($1 = 0 or locked_at < now() - make_interval(secs => $1))))`,
    [deadAfterSeconds],
  );
}

interface Alive {
  events: WorkerEvents;
  stop: () => void;
  /** Gives the jobs that this process still has back to the queue. */
  giveBack: () => Promise<void>;
}

/** Signs the workers of this process on, and looks for dead ones of others. */
export function keepAlive(pool: pg.Pool, log: Log): Alive {
  const ids = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  const beat = async () => {
    try {
      await pool.query(
        `insert into app.job_workers (worker_id, seen_at) select id, now() from unnest($1::text[]) id
         on conflict (worker_id) do update set seen_at = excluded.seen_at`,
        [[...ids]],
      );
      await unlockDead(pool);
    } catch (error) {
      log.warn({ err: error }, 'job workers could not sign on');
    }
  };
  // The library locks jobs in the name of the pool that its workers form.
  events.on('pool:create', ({ workerPool }) => {
    ids.add(workerPool.id);
    void beat();
  });
  const timer = setInterval(() => void beat(), BEAT_SECONDS * 1000);
  timer.unref();
  return {
    events,
    stop: () => clearInterval(timer),
    giveBack: async () => {
      await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [[...ids]]);
    },
  };
}
