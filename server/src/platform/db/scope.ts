import { sql } from 'kysely';
import type { Db, Tx } from './database.ts';

/**
 * For whom a transaction runs. A customer's runs under the database role that row-level security holds to one company,
 * so that even a forgotten condition shows no other company's row; the vendor's runs as the owner of the tables.
 */
export type Scope =
  | { side: 'customer'; companyId: string; personId: string }
  | { side: 'vendor'; personId: string | null };

/** The program itself: jobs, registration, sign-in. */
export const SYSTEM: Scope = { side: 'vendor', personId: null };

const customerRoles = new WeakMap<Db, Promise<string>>();

// The role's name stands in the database, because a clone keeps the name of its template.
function customerRole(db: Db): Promise<string> {
  let role = customerRoles.get(db);
  if (role === undefined) {
    role = sql<{ role: string }>`select app.customer_role() as role`
      .execute(db)
      .then(({ rows }) => rows[0]?.role ?? '');
    role.catch(() => customerRoles.delete(db));
    customerRoles.set(db, role);
  }
  return role;
}

/** Runs `work` in one transaction in the given scope. Everything a use case changes happens in one such call. */
export async function transact<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const role = scope.side === 'customer' ? await customerRole(db) : null;
  return db.transaction().execute(async (tx) => {
    // All three settings end with the transaction; one round trip.
    await (
      scope.side === 'customer'
        ? sql`select set_config('role', ${role}, true), set_config('app.company', ${scope.companyId}, true), set_config('app.person', ${scope.personId}, true)`
        : sql`select set_config('app.person', ${scope.personId ?? ''}, true)`
    ).execute(tx);
    return work(tx);
  });
}
