import type { SystemWarning } from '@companyaccount/contract/admin';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Keyring } from './crypto/keyring.ts';
import type { Database, Db } from './db/database.ts';
import type { Dns } from './dns.ts';
import type { LiveHub } from './live/hub.ts';
import type { LivePresence } from './live/live-presence.ts';
import type { LiveStreams } from './live/stream.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mail/mail.ts';
import type { Outbound } from './outbound/outbound.ts';

/** What every feature is handed: the parts that the program runs on, and nothing of other features. */
export interface Platform {
  version: string;
  databaseVersion: string;
  /** What the operator should know about this start: parts that are missing or kept small. */
  warnings: SystemWarning[];
  config: Config;
  log: Log;
  clock: Clock;
  database: Database;
  db: Db;
  keyring: Keyring;
  blobs: BlobStore;
  mailer: Mailer;
  dns: Dns;
  outbound: Outbound;
  hub: LiveHub;
  presence: LivePresence;
  streams: LiveStreams;
  /** Address of the installation for links in mail, known once the socket listens. */
  publicUrl: () => string;
}
