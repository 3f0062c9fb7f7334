import pg from 'pg';
import type { Connection, EmbeddedPostgres } from './embedded-postgres.ts';

/** Name of both the program's database and the role that owns it. */
export const DATABASE = 'companyaccount';

/**
 * Makes sure that the owner's role and a database of its own exist, and answers how to connect to it. The owner is no
 * superuser, so row-level security binds it; it may create roles and the trusted extensions (pg_trgm, btree_gin,
 * unaccent) in its database. Text rules (UTF-8, C.UTF-8) come from the cluster.
 */
export async function ensureDatabase(server: EmbeddedPostgres, database: string = DATABASE): Promise<Connection> {
  const owner = server.connectionFor(database, DATABASE);
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    const role = pg.escapeIdentifier(owner.user);
    const known = await client.query('select from pg_roles where rolname = $1', [owner.user]);
    const rights = 'login nosuperuser nobypassrls nocreatedb createrole noreplication';
    // Setting the password again repairs a data folder whose password file was lost.
    await client.query(
      `${known.rowCount === 0 ? 'create' : 'alter'} role ${role} ${rights} password ${pg.escapeLiteral(owner.password)}`,
    );
    const existing = await client.query('select from pg_database where datname = $1', [database]);
    if (existing.rowCount === 0) {
      const name = pg.escapeIdentifier(database);
      await client.query(`create database ${name} owner ${role} encoding 'UTF8' template template0`);
      await client.query(`revoke all on database ${name} from public`);
    }
  } finally {
    await client.end();
  }
  return owner;
}
