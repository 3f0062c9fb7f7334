import { setTimeout as delay } from 'node:timers/promises';
import { Logger, parseCronItems, run, runMigrations, type Runner, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { Log } from '#platform/log.ts';
import { keepAlive, unlockDead } from './dead-workers.ts';

/**
 * What a job does. It may run twice, so doing it again must do no harm. Payloads are small JSON: ids, never content.
 * `stopping` tells one that takes long that the program ends: whoever holds something then lets go of it and throws.
 */
export type Task<P = unknown> = (payload: P, stopping: AbortSignal) => Promise<void>;

export interface TaskDefinition {
  name: string;
  /** Cron expression in UTC; the task then also runs by the calendar, with an empty payload. */
  cron?: string;
  run: Task<never>;
}

/** Describes a job by its name and what it does with its payload. */
export const defineTask = <P>(name: string, runTask: Task<P>, cron?: string): TaskDefinition => ({
  name,
  run: runTask as Task<never>,
  ...(cron === undefined ? {} : { cron }),
});

/** Brings the job library's own tables up to date. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
}

export interface JobRunner {
  stop: () => Promise<void>;
}

/** A run by the calendar that was missed while the program was down is made up for this long. */
const CATCH_UP_MS = 3_600_000;

/** A program that is told to stop lets its jobs finish for this long, then tells them. */
const FINISH_MS = 3000;
/** What runs even then is given back to the queue: whoever started the program kills it after ten seconds. */
const LET_GO_MS = 3000;

const taskListOf = (tasks: readonly TaskDefinition[]): TaskList =>
  Object.fromEntries(
    tasks.map(({ name, run: runTask }) => [
      name,
      (payload: unknown, { abortSignal }) => runTask(payload as never, abortSignal),
    ]),
  );

interface JobOptions {
  concurrency?: number;
  aloneOnDatabase?: boolean;
  /** How long jobs may finish once the program stops, in milliseconds. */
  finishMs?: number;
}

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** Starts working through the queue, `concurrency` jobs at a time. */
export async function startJobs(
  pool: pg.Pool,
  tasks: readonly TaskDefinition[],
  log: Log,
  { concurrency = 4, aloneOnDatabase = false, finishMs = FINISH_MS }: JobOptions = {},
): Promise<JobRunner> {
  await unlockDead(pool, aloneOnDatabase ? 0 : undefined);
  const alive = keepAlive(pool, log);
  const runner: Runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    taskList: taskListOf(tasks),
    preset: { worker: { gracefulShutdownAbortTimeout: finishMs } },
    events: alive.events,
    parsedCronItems: parseCronItems(
      tasks.flatMap(({ name, cron }) =>
        cron === undefined ? [] : [{ task: name, match: cron, options: { backfillPeriod: CATCH_UP_MS } }],
      ),
    ),
    logger: new Logger((scope) => (level, message) => log[LEVELS[level]]({ job: scope.taskIdentifier }, message)),
  });
  return {
    stop: async () => {
      const ended = runner.stop().then(() => true);
      const inTime = await Promise.race([ended, delay(finishMs + LET_GO_MS, false, { ref: false })]);
      alive.stop();
      if (!inTime) await alive.giveBack();
    },
  };
}

/** Works through everything that is due now, then returns; for tests and one-off commands. */
export async function runDueJobs(pool: pg.Pool, tasks: readonly TaskDefinition[]): Promise<void> {
  const { runOnce } = await import('graphile-worker');
  await runOnce({
    pgPool: pool,
    taskList: taskListOf(tasks),
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
  });
}
