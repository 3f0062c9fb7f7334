import type { Tx } from '#platform/db/database.ts';

const DAY_MS = 86_400_000;

/** How often the key files of a locked license were sent again within a day. */
export async function countRecoveries(tx: Tx, licenseId: string, now: Date): Promise<number> {
  await tx
    .deleteFrom('app.key_file_recoveries')
    .where('license_id', '=', licenseId)
    .where('sent_at', '<=', new Date(now.getTime() - DAY_MS))
    .execute();
  const { count } = await tx
    .selectFrom('app.key_file_recoveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('license_id', '=', licenseId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Whether the wish of this id was met before: a job may run twice. */
export async function isRecovered(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('app.key_file_recoveries').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

export async function insertRecovery(tx: Tx, id: string, licenseId: string, sentAt: Date): Promise<void> {
  await tx.insertInto('app.key_file_recoveries').values({ id, license_id: licenseId, sent_at: sentAt }).execute();
}
