import type { AddressInfo } from 'node:net';
import type { SystemWarning } from '@companyaccount/contract/admin';
import type { FastifyInstance } from 'fastify';
import { prepareAuditKey, startSealing } from '#features/audit/index.ts';
import { prepareSigningKey } from '#features/licensing/index.ts';
import { verifyPublicTarget } from '#features/requests/index.ts';
import { startMailbox } from '#features/received-mail/index.ts';
import { openSetUp } from '#features/staff/index.ts';
import { startJobs } from '#platform/jobs/jobs.ts';
import { startPlatform } from '#platform/start.ts';
import { createApp, tasksOf } from './app.ts';
import type { CommandInput } from './command.ts';
import { describeDemo, loadDemoData } from './demo/demo-data.ts';

/** What is still being answered gets this long at a shutdown; uploads beyond it resume later. */
const DRAIN_MS = 10_000;

const WARNINGS: Partial<Record<SystemWarning, string>> = {
  mail_kept_in_log: 'SMTP_URL is not set, so mail is only kept in the mail log.',
  metrics_off: 'METRICS_TOKEN is not set, so /metrics answers nobody.',
};

/** The socket the program was to listen on is not to be had; the message says which. */
class ListenError extends Error {
  override name = 'ListenError';
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ListenError(
      code === 'EADDRINUSE'
        ? `port ${port} of ${host} is taken by another program: stop that one, or set PORT`
        : `cannot listen on ${host}:${port}: ${message}`,
    );
  }
  return (app.server.address() as AddressInfo).port;
}

/** Serves until told to stop (SIGTERM, SIGINT): then takes nothing new, finishes what runs, and closes everything. */
export async function serve({ config, log, version }: CommandInput): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let port = config.port;
  const { platform, stop } = await startPlatform(config, log, {
    version,
    say,
    localUrl: () => `http://localhost:${port}`,
  });
  const app = config.role === 'worker' ? null : await createApp(platform);
  try {
    if (config.role !== 'web') {
      await prepareSigningKey(platform);
      await prepareAuditKey(platform);
    }
    if (config.demo) await loadDemoData(platform);
    await verifyPublicTarget(platform.db, config);
    await platform.hub.start();
    if (app !== null) port = await listen(app, config.host, config.port);
  } catch (error) {
    await app?.close();
    await platform.hub.stop();
    await stop();
    throw error;
  }
  const jobs =
    config.role === 'web'
      ? null
      : await startJobs(platform.database.jobsPool, tasksOf(platform), log, {
          aloneOnDatabase: config.databaseUrl === null,
        });

  const sealing = config.role === 'web' ? null : startSealing(platform);
  const mailbox = config.role === 'web' ? null : startMailbox(platform);

  let stopping = false;
  const shutDown = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const cut = setTimeout(() => app?.server.closeAllConnections(), DRAIN_MS);
    await app?.close();
    clearTimeout(cut);
    await mailbox?.stop();
    await jobs?.stop();
    await sealing?.stop();
    await platform.hub.stop();
    await stop();
    say('Stopped.');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      shutDown(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      });
    });
  }

  if (config.demo) say(`\n${await describeDemo(platform)}\n`);
  for (const warning of platform.warnings) say(`Note: ${WARNINGS[warning]}`);
  const setUp = config.demo || app === null ? null : await openSetUp(platform);
  if (setUp !== null) {
    say(`Nobody can administer this installation yet. Become its first admin within an hour: ${setUp}`);
    say('Later, start again, or run: npx companyaccount admin create EMAIL');
  }
  say(
    `CompanyAccount ${version} is ready after ${((Date.now() - config.startedAt) / 1000).toFixed(1)} s: ${platform.publicUrl()}`,
  );
}
