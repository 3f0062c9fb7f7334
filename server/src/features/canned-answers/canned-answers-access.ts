import { allows } from '@companyaccount/contract/permissions';
import type { Desk } from '@companyaccount/contract/requests';
import { worksOn } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { type CannedRow, loadCannedRow } from './canned-answers-store.ts';

/** Whether the agent keeps the canned answers of a desk; null: those of both. */
export const mayKeep = (actor: Agent, desk: Desk | null): boolean =>
  allows('lead_or_admin', actor) || (desk !== null && worksOn(actor.agentRoles, desk));

/** Refuses with `forbidden` whoever does not keep the canned answers of the desk. */
export function assertMayKeep(actor: Agent, desk: Desk | null): void {
  if (!mayKeep(actor, desk)) throw new Refusal('forbidden');
}

/** A canned answer that the agent keeps, locked; refuses with `not_found` or `forbidden`. */
export async function lockCannedRow(tx: Tx, actor: Agent, id: string): Promise<CannedRow> {
  const row = await loadCannedRow(tx, id, true);
  assertMayKeep(actor, row.desk as Desk | null);
  return row;
}
