import pg from 'pg';
import { inject } from 'vitest';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import type { TestApp } from '../harness/test-app.ts';

/** Changes the database past every trigger and policy, as whoever runs the PostgreSQL server can. */
export async function tamper(test: TestApp, ...statements: string[]): Promise<void> {
  const url = new URL(inject('databases').superuserUrl);
  url.pathname = `/${new URL(test.platform.config.databaseUrl ?? '').pathname.slice(1)}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Leaves some entries in the record, by a person whose name and address are noted. */
export async function leaveEntries(test: TestApp, personId: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await transact(test.platform.db, { side: 'vendor', personId }, (tx) =>
      audit(tx, 'person.changed', { type: 'person', id: personId }, { round: n }),
    );
  }
}
