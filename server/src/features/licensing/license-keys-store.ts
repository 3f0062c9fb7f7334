import type { Selectable } from 'kysely';
import type { SigningKey } from '#platform/crypto/signing-keys.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import type { AppLicenseKeys } from '#platform/db/schema.generated.ts';

/** Every key that ever signed key files, newest first. */
export async function listLicenseKeys(db: Db | Tx): Promise<Selectable<AppLicenseKeys>[]> {
  return db.selectFrom('app.license_keys').selectAll().orderBy('created_at', 'desc').orderBy('kid').execute();
}

/** Makes the public half of a new key known, and retires the one in use until now. */
export async function publishLicenseKey(tx: Tx, { kid, publicKey }: SigningKey, now: Date): Promise<void> {
  await tx.updateTable('app.license_keys').set({ retired_at: now }).where('retired_at', 'is', null).execute();
  await tx.insertInto('app.license_keys').values({ kid, public_key: publicKey, created_at: now }).execute();
}
