import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueue } from '#platform/db/enqueue.ts';
import { unlockDead } from '#platform/jobs/dead-workers.ts';
import { defineTask, runDueJobs, startJobs } from '#platform/jobs/jobs.ts';
import { createLog } from '#platform/log.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  await test.runLaterJobs();
});
afterAll(() => test.close());

const FINISH_MS = 300;

/** Runs the job until it has begun, then stops as the program does; answers with how long that took, in milliseconds. */
async function stopWithin(run: (stopping: AbortSignal) => Promise<void>): Promise<number> {
  const { db, database } = test.platform;
  const begun = Promise.withResolvers<undefined>();
  const task = defineTask('test.long', (_payload, stopping) => {
    begun.resolve(undefined);
    return run(stopping);
  });
  const jobs = await startJobs(database.jobsPool, [task], createLog('silent'), { finishMs: FINISH_MS });
  await enqueue(db, task.name, {});
  await begun.promise;
  const from = performance.now();
  await jobs.stop();
  return performance.now() - from;
}

/** How many of these jobs the next worker finds. */
async function doneLater(): Promise<number> {
  let done = 0;
  const task = defineTask('test.long', () => Promise.resolve(void (done += 1)));
  const { jobsPool } = test.platform.database;
  await jobsPool.query('update graphile_worker._private_jobs set run_at = now() where run_at > now()');
  await runDueJobs(jobsPool, [task]);
  return done;
}

it('lets a job finish that needs little time', async () => {
  let ended = false;
  await stopWithin(async () => {
    await delay(FINISH_MS / 3);
    ended = true;
  });
  expect(ended).toBe(true);
  expect(await doneLater()).toBe(0);
});

it('tells a long job to break off, which is done later', async () => {
  const took = await stopWithin(async (stopping) => {
    while (!stopping.aborted) await delay(10);
    stopping.throwIfAborted();
  });
  expect(took).toBeGreaterThanOrEqual(FINISH_MS - 10);
  expect(took).toBeLessThan(3000);
  // The library writes the failure down after it has said that it stopped.
  await expect.poll(doneLater).toBe(1);
});

it('takes a job away from a process that is dead, and from no other however long it takes', async () => {
  const { db, database } = test.platform;
  const pool = database.jobsPool;
  const begun = Promise.withResolvers<undefined>();
  const end = Promise.withResolvers<undefined>();
  const task = defineTask('test.long', () => {
    begun.resolve(undefined);
    return end.promise;
  });
  const jobs = await startJobs(pool, [task], createLog('silent'));
  await enqueue(db, task.name, {});
  await begun.promise;
  const isLocked = async () => {
    const { rows } = await pool.query('select from graphile_worker._private_jobs where locked_by is not null');
    return rows.length === 1;
  };
  await pool.query("update graphile_worker._private_jobs set locked_at = now() - interval '3 hours'");
  await unlockDead(pool);
  expect(await isLocked()).toBe(true);
  await pool.query("update app.job_workers set seen_at = now() - interval '3 hours'");
  await unlockDead(pool);
  expect(await isLocked()).toBe(false);
  end.resolve(undefined);
  await jobs.stop();
});

it('gives back what does not listen', async () => {
  const end = Promise.withResolvers<undefined>();
  const took = await stopWithin(() => end.promise);
  expect(took).toBeLessThan(9000);
  expect(await doneLater()).toBe(1);
  end.resolve(undefined);
});
