import { sql } from 'kysely';
import type { Db } from '#platform/db/database.ts';

/** The names of the lists that are out and have this hash, unless a file with it is allowed. */
export async function findListed(db: Db, sha256: Buffer): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select l.name from app.listed_hashes h join app.hash_lists l on l.id = h.list_id
    where h.sha256 = ${sha256} and l.state = 'released' and not exists (
      select from app.allow_entries e
      where e.kind = 'file' and e.value = encode(${sha256}::bytea, 'hex') and e.state = 'released')`.execute(db);
  return rows.map(({ name }) => name);
}

/** The names of lists by the numbers that stand in what scanners report. */
export async function findListsBySerial(db: Db, serials: readonly string[]): Promise<Map<string, string>> {
  if (serials.length === 0) return new Map();
  const { rows } = await sql<{ serial: string; name: string }>`
    select serial::text, name from app.hash_lists where serial = any(${[...serials]}::bigint[])`.execute(db);
  return new Map(rows.map(({ serial, name }) => [serial, name]));
}
