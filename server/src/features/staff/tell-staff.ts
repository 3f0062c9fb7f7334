import type { AuditAction } from '@companyaccount/contract/audit';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';

/** Notes what was done about a person of the staff, ends the streams that rest on their old rights, tells the admins. */
export async function tellStaffChange(
  tx: Tx,
  personId: string,
  action: AuditAction,
  data: Record<string, unknown> = {},
): Promise<void> {
  await audit(tx, action, { type: 'agent', id: personId }, data);
  await emit(tx, 'rights_changed', { personId });
  await emit(tx, 'staff_changed', {});
}
