import { AsyncLocalStorage } from 'node:async_hooks';
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

/** Where a call comes from, for the audit log. */
export interface Caller {
  address: string;
  agent: string | null;
  sessionId: string | null;
  tokenId: string | null;
}

const callers = new AsyncLocalStorage<Caller>();

/** Does `work` for a caller: every transaction begun meanwhile knows where the call came from. */
export const asCaller = <T>(caller: Caller, work: () => Promise<T>): Promise<T> => callers.run(caller, work);

function callerSetting(): string {
  const caller = callers.getStore();
  if (caller === undefined) return '';
  const { address, agent, sessionId, tokenId } = caller;
  return JSON.stringify({ address, agent, session: sessionId, token: tokenId });
}

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

/**
 * Runs `work` in one transaction in the given scope. Everything a use case changes happens in one such call. With
 * `repeatable read` it sees the database as it stood at the beginning, however long it looks.
 */
export async function transact<T>(
  db: Db,
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  isolation: 'read committed' | 'repeatable read' = 'read committed',
): Promise<T> {
  const role = scope.side === 'customer' ? await customerRole(db) : null;
  const transaction = db.transaction();
  const isolated = isolation === 'read committed' ? transaction : transaction.setIsolationLevel(isolation);
  return isolated.execute(async (tx) => {
    // All settings end with the transaction; one round trip.
    const person = sql`set_config('app.person', ${scope.personId ?? ''}, true), set_config('app.caller', ${callerSetting()}, true)`;
    await (
      scope.side === 'customer'
        ? sql`select set_config('role', ${role}, true), set_config('app.company', ${scope.companyId}, true), ${person}`
        : sql`select ${person}`
    ).execute(tx);
    return work(tx);
  });
}
