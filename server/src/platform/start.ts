import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { BlobStore } from './blobs/blob-store.ts';
import { createFolderBlobs } from './blobs/folder-blobs.ts';
import { createS3Blobs } from './blobs/s3-blobs.ts';
import { S3Client } from './blobs/s3-client.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createKeyring, type Keyring } from './crypto/keyring.ts';
import { loadMasterKeys } from './crypto/master-key.ts';
import { type Database, openDatabase } from './db/database.ts';
import { startEmbeddedPostgres } from './db/embedded/embedded-postgres.ts';
import { ensureDatabase } from './db/embedded/ensure-database.ts';
import { migrate } from './db/migrate.ts';
import { checkDatabase } from './db/start-checks.ts';
import { migrateJobs } from './jobs/jobs.ts';
import { createDns } from './dns.ts';
import { LiveHub } from './live/hub.ts';
import { LivePresence } from './live/live-presence.ts';
import { LiveStreams } from './live/stream.ts';
import type { Log } from './log.ts';
import { createMailer } from './mail/mail.ts';
import { createOutbound } from './outbound/outbound.ts';
import type { Platform } from './platform.ts';

/** The master key opens what the database holds, so one that does not belong to it must not go on. */
export class ForeignMasterKey extends Error {
  override name = 'ForeignMasterKey';
}

async function checkFingerprint(client: pg.Client, fingerprint: string, keyFile: string): Promise<void> {
  await client.query(
    `insert into app.installation (key, value) values ('master_key', $1) on conflict (key) do nothing`,
    [fingerprint],
  );
  const { rows } = await client.query<{ value: string }>(`select value from app.installation where key = 'master_key'`);
  if (rows[0]?.value !== fingerprint) {
    throw new ForeignMasterKey(
      `${keyFile} is not the master key this database was filled under: put the right one there`,
    );
  }
}

/** Migrates and checks the database over a connection of its own; answers with PostgreSQL's version. */
export async function prepareDatabase(database: Database, fingerprint: string, keyFile: string): Promise<string> {
  const client = database.directConnection();
  await client.connect();
  try {
    await migrate(client);
    const { version } = await checkDatabase(client);
    await checkFingerprint(client, fingerprint, keyFile);
    return version;
  } finally {
    await client.end();
  }
}

/** Where everything is kept that outlasts the program. */
export interface Storage {
  keyring: Keyring;
  database: Database;
  blobs: BlobStore;
  /** Closes what was opened; an embedded database that another process uses goes on. */
  stop: () => Promise<void>;
}

/** Opens database (embedded or given), master key and blobs, as they are: nothing is migrated or checked. */
export async function openStorage(
  config: Config,
  log: Log,
  { say, keyMayBeMade }: { say: (line: string) => void; keyMayBeMade: boolean },
): Promise<Storage> {
  // Others may pass through but not look around: the user PostgreSQL runs as must reach its own folder inside.
  await mkdir(config.dataDir, { recursive: true, mode: 0o711 });
  const keyring = createKeyring(await loadMasterKeys(config.masterKeyFile, keyMayBeMade));
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, say }) : null;
  const where = embedded === null ? { connectionString: config.databaseUrl ?? '' } : await ensureDatabase(embedded);
  const main = { ...where, max: config.databasePoolSize };
  const direct = config.databaseDirectUrl === null ? main : { connectionString: config.databaseDirectUrl };
  const database = openDatabase(main, direct, log);
  return {
    keyring,
    database,
    blobs:
      config.blobs === null
        ? createFolderBlobs(join(config.dataDir, 'blobs'), keyring)
        : createS3Blobs(new S3Client(config.blobs), keyring, systemClock),
    stop: async () => {
      await database.close();
      await embedded?.stop();
    },
  };
}

export interface StartedPlatform {
  platform: Platform;
  stop: () => Promise<void>;
}

export interface StartOptions {
  version: string;
  /** Tells the person who starts the program, in plain words. */
  say: (line: string) => void;
  /** Address of the socket once it listens. */
  localUrl: () => string;
}

/** What stands behind the `@` of a sender such as `Support <support@vendor.example>`. */
const domainOf = (sender: string): string => /@([^\s>]+)/u.exec(sender)?.[1] ?? 'localhost';

/** Opens everything the program runs on: database (embedded or given), keys, blobs, mail; migrates and checks. */
export async function startPlatform(
  config: Config,
  log: Log,
  { version, say, localUrl }: StartOptions,
): Promise<StartedPlatform> {
  const { keyring, database, blobs, stop } = await openStorage(config, log, {
    say,
    keyMayBeMade: config.masterKeyMayBeMade,
  });
  try {
    const databaseVersion = await prepareDatabase(database, keyring.fingerprint, config.masterKeyFile);
    await migrateJobs(database.jobsPool);

    const dns = createDns(config.dnsServer);
    const publicUrl = () => config.publicUrl ?? localUrl();
    const hub = new LiveHub(database.pool, database.directConnection, log);
    const presence = new LivePresence(database.pool, hub, log);
    const platform: Platform = {
      version,
      databaseVersion,
      warnings: [
        ...(config.smtpUrl === null ? (['mail_kept_in_log'] as const) : []),
        ...(config.metricsToken === null ? (['metrics_off'] as const) : []),
      ],
      config,
      log,
      clock: systemClock,
      database,
      db: database.db,
      keyring,
      blobs,
      mailer: createMailer({
        db: database.db,
        keyring,
        clock: systemClock,
        smtpUrl: config.smtpUrl,
        from: config.mailFrom,
        vendorName: config.vendorName,
        domain: config.mailDomain ?? domainOf(config.mailFrom),
        replyDomain: config.mailDomain,
        publicUrl,
      }),
      dns,
      outbound: createOutbound(config.webhookHosts, dns),
      hub,
      presence,
      streams: new LiveStreams(hub, presence),
      publicUrl,
    };
    return { platform, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
