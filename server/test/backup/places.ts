import type { Client } from 'pg';
import type { Config } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { openStorage, type Storage } from '#platform/start.ts';
import { JOB_ROWS, listTables, rowsOf } from '../../src/backup/tables.ts';
import type { Command } from '../../src/command.ts';

export const openPlace = (config: Config): Promise<Storage> =>
  openStorage(config, createLog('silent'), { say: () => undefined, keyMayBeMade: false });

/** Gives a command what the command line would, and answers with the exit code that it leaves. */
export async function runCommand(command: Command, config: Config, ...args: string[]): Promise<number> {
  process.exitCode = 0;
  try {
    await command({ config, log: createLog('silent'), version: 'test', args });
    return process.exitCode;
  } finally {
    process.exitCode = 0;
  }
}

export async function asOwner<T>(config: Config, work: (client: Client) => Promise<T>): Promise<T> {
  const storage = await openPlace(config);
  const client = storage.database.directConnection();
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
    await storage.stop();
  }
}

const OURS = `(select id from app.audit_entries where action like 'installation.%')`;
/** What backup and restore note themselves is in one of the two places only. */
const NOTED: Record<string, string> = {
  'app.audit_entries': ` and id not in ${OURS}`,
  'app.audit_unsealed': ` and entry_id not in ${OURS}`,
};

/** A digest of the rows of every table, and of the jobs, told by what they do, not by their ids. */
export const digestsOf = (config: Config): Promise<Record<string, string>> =>
  asOwner(config, async (client) => {
    const digests: Record<string, string> = {};
    const queries = (await listTables(client)).map(
      (table) => [table.name, rowsOf(table) + (NOTED[table.name] ?? '')] as const,
    );
    for (const [name, query] of [...queries, ['jobs', JOB_ROWS] as const]) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(r::text, E'\\n' order by r::text)), '') as digest from (${query}) r`,
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    return digests;
  });

export const headsOf = (config: Config): Promise<unknown[]> =>
  asOwner(config, async (client) => {
    const { rows } = await client.query(
      `select number, encode(hash, 'hex') as hash, kid, encode(signature, 'hex') as signature from app.audit_heads order by 1`,
    );
    return rows;
  });
