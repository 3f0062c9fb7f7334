import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal } from '#platform/errors.ts';
import { endToken } from './api-tokens-store.ts';

/** Ends a token of a company, or one of a member of staff; one that has ended is not found. */
export async function revokeToken(
  tx: Tx,
  id: string,
  owner: { companyId: string } | { personId: string },
  now: Date,
): Promise<void> {
  const personId = await endToken(tx, id, owner, now);
  if (personId === null) throw new Refusal('not_found');
  const companyId = 'companyId' in owner ? owner.companyId : null;
  await audit(tx, 'token.revoked', { type: 'token', id }, {}, companyId);
  // Ends the streams that were opened with it, in whichever process they are.
  await emit(tx, 'rights_changed', { companyId, personId });
  if (companyId !== null) await emit(tx, 'company_changed', { companyId });
}
