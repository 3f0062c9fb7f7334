import type { AddressInfo } from 'node:net';
import { startJobs } from '#platform/jobs/jobs.ts';
import { startPlatform } from '#platform/start.ts';
import { createApp, tasksOf } from './app.ts';
import type { CommandInput } from './command.ts';
import { describeDemo, loadDemoData } from './demo/demo-data.ts';

/** What is still being answered gets this long at a shutdown; uploads beyond it resume later. */
const DRAIN_MS = 10_000;

/** Serves until told to stop (SIGTERM, SIGINT): then takes nothing new, finishes what runs, and closes everything. */
export async function serve({ config, log, version }: CommandInput): Promise<void> {
  const began = performance.now();
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let port = config.port;
  const { platform, stop } = await startPlatform(config, log, {
    version,
    say,
    localUrl: () => `http://localhost:${port}`,
  });
  if (config.demo) await loadDemoData(platform);

  const app = config.role === 'worker' ? null : await createApp(platform);
  if (app !== null) {
    await platform.hub.start();
    await app.listen({ host: config.host, port: config.port });
    port = (app.server.address() as AddressInfo).port;
  }
  const jobs =
    config.role === 'web'
      ? null
      : await startJobs(platform.database.pool, tasksOf(platform), log, {
          aloneOnDatabase: config.databaseUrl === null,
        });

  let stopping = false;
  const shutDown = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const cut = setTimeout(() => app?.server.closeAllConnections(), DRAIN_MS);
    await app?.close();
    clearTimeout(cut);
    await jobs?.stop();
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
  for (const warning of platform.warnings) say(`Note: ${warning}`);
  say(
    `CompanyAccount ${version} is ready after ${((performance.now() - began) / 1000).toFixed(1)} s: ${platform.publicUrl()}`,
  );
}
