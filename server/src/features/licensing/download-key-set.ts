import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { listKeyFiles } from './key-files-store.ts';
import type { KeySet } from './key-set.ts';
import { requestKeyFiles } from './licenses-store.ts';

/**
 * The key files of a license for whoever may have them, which is remembered. Null while none is signed: they are asked
 * for then, and the caller comes again; the transaction must commit for that. A revoked license gives none.
 */
export async function downloadKeySet(
  tx: Tx,
  license: { id: string; serial: string; product: string; state: string; company_id?: string | null },
): Promise<KeySet | null> {
  if (license.state === 'revoked') throw new Refusal('license_revoked');
  const files = await listKeyFiles(tx, license.id);
  if (files.length === 0) {
    await requestKeyFiles(tx, license.id);
    return null;
  }
  await audit(tx, 'key_files.downloaded', { type: 'license', id: license.id }, {}, license.company_id);
  return { serial: license.serial, product: license.product, files };
}
