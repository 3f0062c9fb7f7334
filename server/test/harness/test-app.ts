import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@companyaccount/contract/client';
import type { FastifyInstance, InjectOptions } from 'fastify';
import pg from 'pg';
import { inject as provided } from 'vitest';
import type { Config } from '#platform/config.ts';
import { runDueJobs, type TaskDefinition } from '#platform/jobs/jobs.ts';
import { createLog, type Log } from '#platform/log.ts';
import type { Platform } from '#platform/platform.ts';
import { startPlatform } from '#platform/start.ts';
import { createApp, tasksOf } from '../../src/app.ts';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { testConfig } from './test-config.ts';

export type DemoEmail = `${string}@${'vendor' | 'acme' | 'globex'}.example`;

/** The real program on a database of its own, called without a socket. */
export interface TestApp {
  app: FastifyInstance;
  platform: Platform;
  /** Works through every job that is due. */
  runJobs: () => Promise<void>;
  /** The same as if all the time had passed that jobs wait for. */
  runLaterJobs: () => Promise<void>;
  /** The typed client, as nobody or with a person's session. */
  client: (cookie?: string) => Client;
  /** Signs a person in and answers with their cookie; signed in once per person. */
  signIn: (email: string, password?: string) => Promise<string>;
  /** A client of a demo account. */
  as: (email: DemoEmail) => Promise<Client>;
  /** Listens on a free port of the loopback interface and answers with its address. */
  listen: () => Promise<string>;
  close: () => Promise<void>;
}

const superuser = async (sql: string) => {
  const client = new pg.Client({ connectionString: provided('databases').superuserUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
};

/** A database and a data folder, and the settings of a program on them. */
export interface TestPlace {
  config: Config;
  remove: () => Promise<void>;
}

/** Makes a place to run the program on: a clone of a template, or a database without a single table. */
export async function makeTestPlace(
  template: 'demo' | 'empty' | null,
  changes: Partial<Config> = {},
): Promise<TestPlace> {
  const databases = provided('databases');
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const source = template === null ? 'template0' : databases.templates[template];
  await superuser(`create database ${database} template ${source} owner companyaccount`);
  const dataDir = await mkdtemp(join(tmpdir(), 'companyaccount-app-'));
  return {
    config: { ...testConfig({ databases, database, dataDir }), ...changes },
    remove: async () => {
      await rm(dataDir, { recursive: true, force: true });
      await superuser(`drop database ${database} with (force)`);
    },
  };
}

/** Starts the program on a clone of the demo data (or of an empty database), or on a place that was made before. */
export async function startTestApp({
  template = 'demo',
  config: changes = {},
  log = createLog(process.env['TEST_LOG'] ?? 'silent'),
  place,
}: { template?: 'demo' | 'empty'; config?: Partial<Config>; log?: Log; place?: TestPlace } = {}): Promise<TestApp> {
  const { config, remove } = place ?? (await makeTestPlace(template, changes));
  let address = 'http://localhost';
  const { platform, stop } = await startPlatform(config, log, {
    version: 'test',
    say: () => undefined,
    localUrl: () => address,
  });
  const app = await createApp(platform);
  await platform.hub.start();
  await app.ready();

  const cookies = new Map<string, Promise<string>>();
  const send =
    (cookie: string | undefined): typeof fetch =>
    async (input, init) => {
      const answer = await app.inject({
        method: (init?.method ?? 'GET') as NonNullable<InjectOptions['method']>,
        url: String(input),
        headers: { ...(init?.headers as Record<string, string>), ...(cookie === undefined ? {} : { cookie }) },
        ...(init?.body == null ? {} : { payload: init.body as string }),
      });
      return new Response(answer.statusCode === 204 ? null : answer.rawPayload, {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      });
    };
  const client = (cookie?: string) => createClient({ fetch: send(cookie) });
  const signInNow = async (email: string, password: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      // Each sign-in from an address of its own, so that the throttle of one test does not fail another.
      remoteAddress: `127.1.${cookies.size}.1`,
      payload: { email, password },
    });
    if (answer.statusCode !== 200) throw new Error(`sign-in of ${email}: ${answer.statusCode} ${answer.body}`);
    return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  };
  const signIn = (email: string, password: string = DEMO_PASSWORD) => {
    const known = cookies.get(email) ?? signInNow(email, password);
    cookies.set(email, known);
    return known;
  };
  // Made once, as in the program: some keep processes of their own.
  let tasks: TaskDefinition[] | undefined;
  const runJobs = () => runDueJobs(platform.database.jobsPool, (tasks ??= tasksOf(platform)));
  return {
    app,
    platform,
    runJobs,
    runLaterJobs: async () => {
      await platform.database.jobsPool.query(
        'update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null',
      );
      await runJobs();
    },
    client,
    signIn,
    as: async (email) => client(await signIn(email)),
    listen: async () => (address = await app.listen({ host: '127.0.0.1', port: 0 })),
    close: async () => {
      await app.close();
      await platform.hub.stop();
      await stop();
      // Whoever made the place removes it.
      if (place === undefined) await remove();
    },
  };
}
