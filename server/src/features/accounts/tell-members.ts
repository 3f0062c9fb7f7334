import type { AuditAction } from '@companyaccount/contract/audit';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { audit } from '#platform/db/audit.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';

/** Notes what was done to a member, ends the streams that rest on their old rights, and tells the colleagues. */
export async function tellMemberChange(
  tx: Tx,
  companyId: string,
  member: { id: string; personId: string },
  action: AuditAction,
  data: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, action, { type: 'member', id: member.id }, { ...data, personId: member.personId }, companyId);
  await emit(tx, 'rights_changed', { companyId, personId: member.personId });
  await emit(tx, 'company_changed', { companyId });
  await tellHooks(tx, 'member.changed', { companyId, objectId: member.id, data: { deed: action } });
}
