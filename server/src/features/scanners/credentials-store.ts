import type { Tx } from '#platform/db/database.ts';

/** Keeps what is needed to recognise a new credential; its secret is not. */
export async function insertCredential(
  tx: Tx,
  credential: { id: string; companyId: string; hash: Buffer; hint: string; name: string; createdAt: Date },
): Promise<void> {
  const { id, companyId, hash, hint, name, createdAt } = credential;
  await tx
    .insertInto('app.scanner_credentials')
    .values({ id, company_id: companyId, hash, hint, name, created_at: createdAt })
    .execute();
}

/** Ends a credential of a company; false when it ended before or never was. */
export async function endCredential(tx: Tx, id: string, companyId: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.scanner_credentials')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('company_id', '=', companyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
