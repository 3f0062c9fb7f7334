import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal } from '#platform/errors.ts';
import { endCredential } from './credentials-store.ts';

/** Ends a credential of a company at once. Throws `not_found` for one that has ended. */
export async function revokeCredential(tx: Tx, id: string, companyId: string, now: Date): Promise<void> {
  if (!(await endCredential(tx, id, companyId, now))) throw new Refusal('not_found');
  await audit(tx, 'scanner_credential.revoked', { type: 'scanner_credential', id }, {}, companyId);
  await emit(tx, 'company_changed', { companyId });
}
