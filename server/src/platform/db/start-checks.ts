import type pg from 'pg';

/** A database that cannot be used, with the reason and the remedy. */
export class UnsuitableDatabase extends Error {
  override name = 'UnsuitableDatabase';
}

const OLDEST = 15;
const REMEDY =
  "create the database with: create database companyaccount template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C.UTF-8' (PostgreSQL 15 and 16: locale_provider libc locale 'C.UTF-8')";

/**
 * Refuses a database in which search would silently find nothing, or in which row-level security would not hold.
 * Runs after the migrations, because it needs the extensions.
 */
export async function checkDatabase(client: pg.Client): Promise<{ version: string }> {
  const { rows } = await client.query<{
    version: string;
    number: number;
    encoding: string;
    trigrams: boolean;
    stems: boolean;
    bypasses: boolean;
    can_switch: boolean;
  }>(`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int / 10000 as number,
      current_setting('server_encoding') as encoding,
      show_trgm('жук') <> '{}' as trigrams,
      to_tsvector('russian', '«сервере»') @@ to_tsquery('russian', 'сервер') as stems,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
      pg_has_role(current_user, app.customer_role(), 'MEMBER') as can_switch`);
  const found = rows[0];
  if (found === undefined) throw new UnsuitableDatabase('the database did not answer');
  if (found.number < OLDEST)
    throw new UnsuitableDatabase(`PostgreSQL ${found.version} is too old: ${OLDEST} is needed`);
  if (found.encoding !== 'UTF8') throw new UnsuitableDatabase(`its encoding is ${found.encoding}, not UTF8: ${REMEDY}`);
  if (!found.trigrams || !found.stems) {
    throw new UnsuitableDatabase(`its locale does not know letters beyond ASCII, so search would fail: ${REMEDY}`);
  }
  if (found.bypasses) {
    throw new UnsuitableDatabase(
      'its user is a superuser or bypasses row-level security, which keeps companies apart: use an ordinary role that owns the database',
    );
  }
  if (!found.can_switch) {
    throw new UnsuitableDatabase('its user may not act as the role of customers: grant that role to it');
  }
  return { version: found.version };
}
