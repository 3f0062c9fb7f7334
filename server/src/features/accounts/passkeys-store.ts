import type { Passkey } from '@companyaccount/contract/second-factors';
import type { Db, Tx } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';

export interface PasskeyRow {
  id: string;
  person_id: string;
  name: string;
  credential_id: Buffer;
  public_key: Buffer;
  counter: number;
  transports: string[];
  synced: boolean;
  created_at: Date;
  last_used_at: Date | null;
}

const rowOf = <T extends { counter: string | number | bigint }>(row: T) => ({ ...row, counter: Number(row.counter) });

/** The passkeys of a person, oldest first; there are few (PASSKEYS_MAX). */
export async function listPasskeys(db: Db | Tx, personId: string): Promise<PasskeyRow[]> {
  const rows = await db
    .selectFrom('auth.passkeys')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(rowOf);
}

export async function findPasskey(db: Db | Tx, credentialId: Buffer): Promise<PasskeyRow | undefined> {
  const row = await db
    .selectFrom('auth.passkeys')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row === undefined ? undefined : rowOf(row);
}

/** Keeps a passkey; undefined when somebody has it already. */
export async function insertPasskey(
  tx: Tx,
  passkey: Pick<
    PasskeyRow,
    'person_id' | 'name' | 'credential_id' | 'public_key' | 'counter' | 'transports' | 'synced'
  >,
): Promise<PasskeyRow | undefined> {
  const row = await tx
    .insertInto('auth.passkeys')
    .values({ id: newId(), ...passkey })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : rowOf(row);
}

/** Notes the use of a passkey, with the count that it says. */
export async function notePasskeyUse(
  tx: Tx,
  id: string,
  { counter, synced, now }: { counter: number; synced: boolean; now: Date },
): Promise<void> {
  await tx.updateTable('auth.passkeys').set({ counter, synced, last_used_at: now }).where('id', '=', id).execute();
}

export async function renamePasskey(
  tx: Tx,
  personId: string,
  id: string,
  name: string,
): Promise<PasskeyRow | undefined> {
  const row = await tx
    .updateTable('auth.passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : rowOf(row);
}

/** Takes a passkey away and answers with its name; undefined when there is none. */
export async function deletePasskey(tx: Tx, personId: string, id: string): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('auth.passkeys')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}

export const presentPasskey = (row: PasskeyRow): Passkey => ({
  id: row.id,
  name: row.name,
  synced: row.synced,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
