import type { Tx } from '#platform/db/database.ts';

/** Whom to write to. */
export const loadPerson = (tx: Tx, id: string): Promise<{ name: string; email: string; language: string }> =>
  tx.selectFrom('auth.people').select(['name', 'email', 'language']).where('id', '=', id).executeTakeFirstOrThrow();
