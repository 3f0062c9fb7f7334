import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { verifyAudit } from '#features/audit/index.ts';
import { type Config, ConfigError } from '#platform/config.ts';
import { audit } from '#platform/db/audit.ts';
import { isMigrated } from '#platform/db/migrate.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { openStorage, prepareDatabase, type Storage } from '#platform/start.ts';
import { backupFileAt, BackupRefused, counted, makeBackup, megabytes, writeWholeFile } from './backup/make-backup.ts';
import { RestoreRefused, restoreBackup, verifyBackup } from './backup/restore-backup.ts';
import { findDamagedBlobs, findUsedKeys } from './backup/verify-restored.ts';
import type { Command } from './command.ts';

const BACKUP_USAGE = 'usage: companyaccount backup --to FOLDER | --to FILE | --to -';
const RESTORE_USAGE = 'usage: companyaccount restore --from FILE [--check]';
/** Done, but something in it is not as it should be; 1 and 2 are left to commands that fail. */
const EXIT_FOUND = 3;
const SHOWN_MAX = 20;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** Beside an archive that goes to standard output. */
const sayAside = (line: string): void => void process.stderr.write(`${line}\n`);

function readArguments<T extends Parameters<typeof parseArgs>[0]>(args: readonly string[], options: T, usage: string) {
  try {
    return parseArgs({ ...options, args: [...args] });
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n${usage}`);
  }
}

const keysLeftOut = ({ masterKeyFile, signingKeysFile, auditKeyFile, definitionsKeyFile }: Config): string =>
  `The keys are not in it: keep copies of ${[masterKeyFile, signingKeysFile, auditKeyFile, definitionsKeyFile].join(', ')} at another place. Without the master key it cannot be restored.`;

/** Tells `work` when the process is asked to end, and lets it clear away what it has begun. */
async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const stop = () => stopping.abort(new BackupRefused('stopped; nothing was left behind'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    return await work(stopping.signal);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop);
  }
}

const some = (ids: readonly string[]) =>
  `${ids.slice(0, SHOWN_MAX).join(', ')}${ids.length > SHOWN_MAX ? ` and ${ids.length - SHOWN_MAX} more` : ''}`;

/** Writes everything but the keys into one file, while the program runs. */
export const backup: Command = async ({ config, log, version, args }) => {
  const { values } = readArguments(args, { options: { to: { type: 'string' } } } as const, BACKUP_USAGE);
  if (values.to === undefined || values.to === '') throw new ConfigError(BACKUP_USAGE);
  const at = new Date();
  const file = values.to === '-' ? null : await backupFileAt(resolve(values.to), at);
  const tell = file === null ? sayAside : say;
  const storage = await openStorage(config, log, { say: tell, keyMayBeMade: false });
  try {
    if (!(await isMigrated(storage.database.pool).catch(() => false))) {
      throw new BackupRefused(
        'the database is not that of this version: start the program once, or make the backup with the version that runs',
      );
    }
    const options = { version, at, say: tell };
    const made =
      file === null
        ? await makeBackup(storage, (chunks) => pipeline(chunks, process.stdout), options)
        : await untilStopped((signal) => writeWholeFile(file, (out) => makeBackup(storage, out, options), signal));
    await transact(storage.database.db, SYSTEM, (tx) =>
      audit(
        tx,
        'installation.backed_up',
        { type: 'installation', id: at.toISOString() },
        { rows: made.rows, files: made.blobs },
      ),
    );
    if (made.deleted.length > 0) tell(`Deleted meanwhile, so not in it: ${counted(made.deleted.length, 'file')}.`);
    tell(
      `${counted(made.rows, 'row')} and ${counted(made.blobs, 'file')} (${megabytes(made.bytes)}) are in ${file ?? 'the archive'}.`,
    );
    tell(keysLeftOut(config));
    if (made.lost.length > 0) {
      process.exitCode = EXIT_FOUND;
      sayAside(`The database names files that are not there, so they are not in the backup: ${some(made.lost)}`);
    }
  } finally {
    await storage.stop();
  }
};

/** What is to be done before the start, in lines. */
async function describeNext(storage: Storage, config: Config): Promise<string[]> {
  const used = await findUsedKeys(storage.database.pool);
  const files = [
    used.license && config.signingKeysFile,
    used.audit && config.auditKeyFile,
    used.definitions && config.definitionsKeyFile,
  ].filter((file) => file !== false);
  const absent: string[] = [];
  for (const file of files)
    if (
      !(await access(file).then(
        () => true,
        () => false,
      ))
    )
      absent.push(file);
  return [
    ...(absent.length > 0 ? [`Bring these keys from their copies: ${absent.join(', ')}`] : []),
    'Then start the program: npm start. Everybody signs in anew; jobs and mails that waited go on.',
  ];
}

/** Puts a backup into an empty installation; with `--check` only says whether it could be. */
export const restore: Command = async ({ config, log, version, args }) => {
  const options = { options: { from: { type: 'string' }, check: { type: 'boolean' } } } as const;
  const { values } = readArguments(args, options, RESTORE_USAGE);
  if (values.from === undefined || values.from === '') throw new ConfigError(RESTORE_USAGE);
  const file = resolve(values.from);
  await access(file).catch(() => {
    throw new RestoreRefused(`there is no file ${file}`);
  });
  const storage = await openStorage(config, log, { say, keyMayBeMade: false });
  try {
    say(`Checking ${file}; nothing is written before all of it is known to be whole.`);
    const manifest = await verifyBackup(file, storage.keyring, { masterKeyFile: config.masterKeyFile, say });
    const { head, tables, blobs, missing } = manifest;
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    say(
      `It is whole: made ${head.madeAt} by version ${head.program}, ${counted(rows, 'row')}, ${counted(blobs.count, 'file')} (${megabytes(blobs.bytes)}).`,
    );
    if (values.check === true) return;
    await restoreBackup(storage, file, manifest, say);
    await prepareDatabase(storage.database, storage.keyring.fingerprint, config.masterKeyFile);
    await transact(storage.database.db, SYSTEM, (tx) =>
      audit(
        tx,
        'installation.restored',
        { type: 'installation', id: head.madeAt },
        { by: version, from: head.program },
      ),
    );
    say('Everything is loaded. Verifying files and the audit log.');
    const findings: string[] = [];
    const damaged = await findDamagedBlobs(storage, new Set(missing));
    if (damaged.length > 0) findings.push(`These files do not open: ${some(damaged)}`);
    if (missing.length > 0) say(`These files were gone when the backup was made: ${some(missing)}`);
    const report = await verifyAudit(storage.database.db);
    say(
      `Audit log: ${report.sealed} sealed entries${report.head === null ? '' : `, head ${report.head.number}:${report.head.hash}`}.`,
    );
    if (!report.intact) findings.push('The audit log is not intact; see: npx companyaccount audit verify');
    for (const line of [...findings, ...(await describeNext(storage, config))]) say(line);
    if (findings.length > 0) process.exitCode = EXIT_FOUND;
  } finally {
    await storage.stop();
  }
};
