import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClamdPlace } from './clamd.ts';
import { type NamedHost, readNamedHost } from './outbound/named-hosts.ts';
import { isTimeZone } from './working-time.ts';
import type { ImapPlace } from './mail/mailbox.ts';
import type { S3Place } from './blobs/s3-client.ts';

/** What a process serves: everything (small installation), web requests, or jobs. */
export const ROLES = ['all', 'web', 'worker'] as const;
export type Role = (typeof ROLES)[number];

/** How far the automatic analysis of samples goes; beyond each bound is a finding, never "clean". */
export interface LabBounds {
  /** Larger content is hashed and nothing else; nor does one archive give more. */
  fileBytes: number;
  /** Taken out of one sample and everything within it, in all. */
  unpackedBytes: number;
  unpackedFiles: number;
  /** Archives within archives. */
  depth: number;
  /** For one step over one sample. */
  stepMilliseconds: number;
  /** Of one isolated process. */
  memoryBytes: number;
  /** Isolated processes at once. */
  processes: number;
}

/** What is published to scanners, and under which conditions. */
export interface DefinitionSettings {
  /** One person may write and approve; the audit log shows where they did. */
  singleAnalyst: boolean;
  /** Begins the name of every file that scanners fetch. */
  name: string;
  /** The program that tries a release before it is published; null: nothing does. */
  clamscan: string | null;
  /** Folders of this machine in which no detection may hit anything. */
  cleanFolders: readonly string[];
  /** Holds samples in plain while a release is tried; outside the data folder, emptied after use. */
  scratchDir: string;
}

export interface Config {
  role: Role;
  production: boolean;
  demo: boolean;
  host: string;
  port: number;
  /** Origin under which people reach the installation, without a slash at the end; null: that of the listening socket. */
  publicUrl: string | null;
  /** Proxies whose X-Forwarded-For is believed, as Fastify's `trustProxy` takes it. */
  trustProxy: string | false;
  dataDir: string;
  /** null: the embedded PostgreSQL in the data folder. */
  databaseUrl: string | null;
  /** A connection past a transaction pooler, for LISTEN, jobs and migrations. */
  databaseDirectUrl: string | null;
  databasePoolSize: number;
  /** S3-compatible storage for files; null: a folder in the data folder. */
  blobs: S3Place | null;
  masterKeyFile: string;
  masterKeyMayBeMade: boolean;
  /** Holds the key that signs key files; only a process with jobs opens it. */
  signingKeysFile: string;
  /** Holds the key that signs the audit log; only a process with jobs opens it. */
  auditKeyFile: string;
  /** Holds the key that signs definitions for clients that verify them; only a process with jobs opens it. */
  definitionsKeyFile: string;
  smtpUrl: string | null;
  mailFrom: string;
  /** Domain whose mail for `r+…` is read as answers to requests; null: mails ask for answers in the portal. */
  mailDomain: string | null;
  /** The mailbox whose mails are taken in; null: none. Read where jobs run. */
  imap: ImapPlace | null;
  /** The server of one's own whose word on a sender's domain is believed, as it names itself; null: none is. */
  mailAuthority: string | null;
  /** How long a mail is kept as it came in, in days. */
  receivedMailDays: number;
  vendorName: string;
  /** The server asked about domains, an IP address with or without a port; null: those of the machine. */
  dnsServer: string | null;
  /** Hosts that webhooks may go to although they are not public, also without TLS. */
  webhookHosts: readonly NamedHost[];
  /** Begins every serial, before a dash and a number. */
  serialPrefix: string;
  /** IANA name of the zone whose days reports count. */
  timeZone: string;
  /** Where customers renew: an e-mail address or a web address; null: nobody is named. */
  renewalContact: string | null;
  /** Hours within which people without a plan are answered; never less than any plan lets a customer wait. */
  publicAnswerHours: number;
  /** The operator has set it: then no plan may be slower; otherwise it follows the slowest. */
  publicAnswerHoursSet: boolean;
  /** What files from the public form of the Virus Lab may take together, in bytes. */
  publicStorageBytes: number;
  /** Derivations that its challenge takes on average, each about 1 ms. */
  publicChallengeWork: number;
  lab: LabBounds;
  /** Folder with the operator's YARA rules; null: those of the program alone. */
  labRules: string | null;
  /** The daemon of ClamAV, and what it takes; null: the lab works without it. */
  clamd: { place: ClamdPlace; maxBytes: number } | null;
  definitions: DefinitionSettings;
  metricsToken: string | null;
  logLevel: string;
  /** When the command was given that started this process, as milliseconds since 1970; set by `npm start`. */
  startedAt: number;
  webDir: string;
}

/** A setting that cannot be used; the message names it and says what it takes. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Env = Record<string, string | undefined>;

function integer(env: Env, name: string, fallback: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigError(`${name}=${text}: expected a whole number from ${min} to ${max}`);
  }
  return value;
}

function url(env: Env, name: string, ...schemes: string[]): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  if (!URL.canParse(text) || !schemes.includes(new URL(text).protocol)) {
    throw new ConfigError(`${name}: expected an address that begins with ${schemes.map((s) => `${s}//`).join(' or ')}`);
  }
  return text;
}

/** `s3://KEY:SECRET@host[:port]/bucket[/prefix][?region=…][&tls=off]`; the parts of key and secret percent-encoded. */
function s3Place(env: Env): S3Place | null {
  const text = url(env, 'BLOBS_URL', 's3:');
  if (text === null) return null;
  const { username, password, host, hostname, pathname, searchParams } = new URL(text);
  const [bucket = '', ...folders] = pathname.split('/').filter(Boolean);
  const unknown = [...searchParams.keys()].filter((name) => name !== 'region' && name !== 'tls');
  if (username === '' || password === '' || hostname === '' || !/^[a-z0-9][a-z0-9.-]{1,62}$/u.test(bucket)) {
    throw new ConfigError(
      'BLOBS_URL: expected s3://KEY:SECRET@host/bucket, with the key and the secret percent-encoded',
    );
  }
  if (unknown.length > 0) throw new ConfigError(`BLOBS_URL: ${unknown.join(', ')} is not known; region and tls are`);
  return {
    bucketUrl: `${searchParams.get('tls') === 'off' ? 'http' : 'https'}://${host}/${bucket}`,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    region: searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
  };
}

function serialPrefix(env: Env): string {
  const text = env['SERIAL_PREFIX'] || 'NL';
  if (!/^[A-Z0-9]{1,10}$/u.test(text)) {
    throw new ConfigError(`SERIAL_PREFIX=${text}: expected 1 to 10 capital letters A-Z or digits`);
  }
  return text;
}

function timeZone(env: Env): string {
  const text = env['TIME_ZONE'] || Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(text)) throw new ConfigError(`TIME_ZONE=${text}: expected an IANA name such as Europe/Berlin`);
  return text;
}

/** An e-mail address, or an address of the web: pages turn it into a link, so nothing else may stand there. */
function contact(env: Env, name: string): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
  if (!isWeb && !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/u.test(text)) {
    throw new ConfigError(`${name}=${text}: expected an e-mail address or an address that begins with https://`);
  }
  return text;
}

function mailDomain(env: Env): string | null {
  const text = env['MAIL_DOMAIN']?.toLowerCase();
  if (text === undefined || text === '') return null;
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/u.test(text)) {
    throw new ConfigError(`MAIL_DOMAIN=${text}: expected a domain such as reply.vendor.example`);
  }
  return text;
}

/** `imaps://USER:PASSWORD@host[:port][/folder]`, or `imap://…` within one's own network; the parts percent-encoded. */
function imapPlace(env: Env): ImapPlace | null {
  const text = url(env, 'IMAP_URL', 'imap:', 'imaps:');
  if (text === null) return null;
  const { protocol, username, password, hostname, port, pathname } = new URL(text);
  if (username === '' || password === '' || hostname === '') {
    throw new ConfigError(
      'IMAP_URL: expected imaps://USER:PASSWORD@host, with the user and the password percent-encoded',
    );
  }
  if (mailDomain(env) === null)
    throw new ConfigError('MAIL_DOMAIN is needed with IMAP_URL: it is what answers are sent to');
  const secure = protocol === 'imaps:';
  return {
    host: hostname.replaceAll(/[[\]]/gu, ''),
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
  };
}

function socketAddress(env: Env, name: string): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  const bare = /^\[(.+)\](?::\d{1,5})?$/u.exec(text)?.[1] ?? (isIP(text) === 0 ? text.replace(/:\d{1,5}$/u, '') : text);
  if (isIP(bare) === 0) throw new ConfigError(`${name}=${text}: expected an IP address, with or without a port`);
  return text;
}

const webhookHosts = (env: Env): NamedHost[] =>
  (env['WEBHOOK_HOSTS'] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => {
      const named = readNamedHost(text);
      if (named === null) throw new ConfigError(`WEBHOOK_HOSTS: ${text} is no host, with or without a port`);
      return named;
    });

const MIB = 1024 ** 2;
const labBounds = (env: Env): LabBounds => ({
  fileBytes: integer(env, 'LAB_FILE_MB', 64, 1, 512) * MIB,
  unpackedBytes: integer(env, 'LAB_UNPACKED_MB', 256, 1, 16_384) * MIB,
  unpackedFiles: integer(env, 'LAB_UNPACKED_FILES', 500, 1, 1000),
  depth: integer(env, 'LAB_DEPTH', 8, 1, 40),
  stepMilliseconds: integer(env, 'LAB_STEP_SECONDS', 30, 1, 600) * 1000,
  memoryBytes: integer(env, 'LAB_MEMORY_MB', 1024, 256, 16_384) * MIB,
  processes: integer(env, 'LAB_PROCESSES', 1, 1, 64),
});

/** `Northlight Security` → `northlight-security` */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 40);

function definitionSettings(env: Env, dataDir: string): DefinitionSettings {
  const name = env['DEFINITIONS_NAME'] || slug(env['VENDOR_NAME'] || 'Northlight Security') || 'vendor';
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u.test(name)) {
    throw new ConfigError(`DEFINITIONS_NAME=${name}: expected up to 40 small letters a-z, digits and dashes`);
  }
  // Each data folder has one of its own.
  const place = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const scratchDir = resolve(env['LAB_SCRATCH'] || join(tmpdir(), `companyaccount-lab-${place}`));
  if (`${scratchDir}/`.startsWith(`${dataDir}/`)) {
    throw new ConfigError('LAB_SCRATCH: expected a folder outside the data folder, for it holds samples in plain');
  }
  return {
    singleAnalyst: env['SINGLE_ANALYST'] === '1',
    name,
    clamscan: env['CLAMSCAN'] === 'off' ? null : env['CLAMSCAN'] || 'clamscan',
    cleanFolders: (env['CLEAN_FOLDERS'] ?? '/usr/bin:/usr/lib').split(':').filter((folder) => folder.startsWith('/')),
    scratchDir,
  };
}

/** `unix:/run/clamav/clamd.ctl`, or `tcp://127.0.0.1:3310`. */
function clamd(env: Env): Config['clamd'] {
  const text = env['CLAMD'];
  if (text === undefined || text === '') return null;
  const maxBytes = integer(env, 'CLAMD_MAX_MB', 25, 1, 2000) * MIB;
  const path = /^unix:(\/.+)$/u.exec(text)?.[1];
  if (path !== undefined) return { place: { path }, maxBytes };
  const [, host, port] = /^tcp:\/\/([^/:]+|\[[^\]]+\]):(\d{1,5})$/u.exec(text) ?? [];
  if (host === undefined) throw new ConfigError('CLAMD: expected unix:/path or tcp://host:port');
  return { place: { host: host.replaceAll(/[[\]]/gu, ''), port: Number(port) }, maxBytes };
}

/** Reads the settings from the environment. Throws a ConfigError that names the setting at fault. */
export function readConfig(env: Env, webDir: string): Config {
  const production = env['NODE_ENV'] === 'production';
  const dataDir = resolve(env['DATA_DIR'] || './data');
  const role = env['ROLE'] || 'all';
  if (!(ROLES as readonly string[]).includes(role)) {
    throw new ConfigError(`ROLE=${role}: expected one of ${ROLES.join(', ')}`);
  }
  const databaseUrl = url(env, 'DATABASE_URL', 'postgres:', 'postgresql:');
  const masterKeyFile = env['MASTER_KEY_FILE'];
  const blobs = s3Place(env);
  for (const [name, given] of Object.entries({ DATABASE_URL: databaseUrl, BLOBS_URL: blobs })) {
    if (given !== null && !masterKeyFile) {
      throw new ConfigError(`MASTER_KEY_FILE is needed with ${name}, so that every process has the same key`);
    }
  }
  return {
    role: role as Role,
    production,
    demo: !production && env['DEMO'] !== '0',
    host: env['HOST'] || '127.0.0.1',
    port: integer(env, 'PORT', 3000, 0, 65_535),
    publicUrl: url(env, 'PUBLIC_URL', 'http:', 'https:')?.replace(/\/+$/u, '') ?? null,
    trustProxy: env['TRUST_PROXY'] || false,
    dataDir,
    databaseUrl,
    databaseDirectUrl: url(env, 'DATABASE_DIRECT_URL', 'postgres:', 'postgresql:'),
    blobs,
    databasePoolSize: integer(env, 'DATABASE_POOL_SIZE', 20, 2, 1000),
    masterKeyFile: masterKeyFile ? resolve(masterKeyFile) : join(dataDir, 'master.key'),
    masterKeyMayBeMade: !masterKeyFile,
    signingKeysFile: env['SIGNING_KEYS_FILE']
      ? resolve(env['SIGNING_KEYS_FILE'])
      : join(dataDir, 'license-signing-keys'),
    auditKeyFile: env['AUDIT_KEY_FILE'] ? resolve(env['AUDIT_KEY_FILE']) : join(dataDir, 'audit-signing-key'),
    definitionsKeyFile: env['DEFINITIONS_KEY_FILE']
      ? resolve(env['DEFINITIONS_KEY_FILE'])
      : join(dataDir, 'definitions-signing-key'),
    smtpUrl: url(env, 'SMTP_URL', 'smtp:', 'smtps:'),
    mailFrom: env['MAIL_FROM'] || 'CompanyAccount <no-reply@localhost>',
    mailDomain: mailDomain(env),
    imap: imapPlace(env),
    mailAuthority: env['MAIL_AUTHORITY']?.toLowerCase() || null,
    receivedMailDays: integer(env, 'RECEIVED_MAIL_DAYS', 30, 3, 3650),
    vendorName: env['VENDOR_NAME'] || 'Northlight Security',
    dnsServer: socketAddress(env, 'DNS_SERVER'),
    webhookHosts: webhookHosts(env),
    serialPrefix: serialPrefix(env),
    timeZone: timeZone(env),
    renewalContact: contact(env, 'VENDOR_RENEWAL_CONTACT'),
    publicAnswerHours: integer(env, 'PUBLIC_ANSWER_HOURS', 72, 1, 8760),
    publicAnswerHoursSet: Boolean(env['PUBLIC_ANSWER_HOURS']),
    publicStorageBytes: integer(env, 'PUBLIC_STORAGE_MB', 10_240, 0, 100_000_000) * MIB,
    publicChallengeWork: integer(env, 'PUBLIC_CHALLENGE_WORK', 400, 2, 100_000),
    lab: labBounds(env),
    labRules: env['LAB_RULES_DIR'] ? resolve(env['LAB_RULES_DIR']) : null,
    clamd: clamd(env),
    definitions: definitionSettings(env, dataDir),
    metricsToken: env['METRICS_TOKEN'] || null,
    // A demo on a terminal should show its accounts, not a line per request.
    logLevel: env['LOG_LEVEL'] || (production ? 'info' : 'warn'),
    startedAt: integer(env, 'STARTED_AT', Math.round(performance.timeOrigin), 0, Number.MAX_SAFE_INTEGER),
    webDir,
  };
}
