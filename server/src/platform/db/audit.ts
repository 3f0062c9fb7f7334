import type { AuditAction } from '@companyaccount/contract/audit';
import { sql } from 'kysely';
import type { Tx } from './database.ts';

/**
 * Writes into the audit log, in the transaction of the deed. Who and which company come from the transaction's scope;
 * `companyId` only says it for deeds of the vendor. `data` holds ids and words, never personal data or secrets.
 */
export async function audit(
  tx: Tx,
  action: AuditAction,
  object: { type: string; id: string },
  data: Record<string, unknown> = {},
  companyId: string | null = null,
): Promise<void> {
  await sql`select app.audit(${action}, ${object.type}, ${object.id}, ${JSON.stringify(data)}::jsonb, ${companyId}::uuid)`.execute(
    tx,
  );
}
