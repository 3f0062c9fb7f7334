import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** Whose webhooks they are: a company's, or the vendor's. */
export interface WebhookOwner {
  companyId: string | null;
}

/** Locks a webhook for a change; under the id of another owner's there is none. */
export async function lockWebhook(tx: Tx, { companyId }: WebhookOwner, id: string) {
  const row = await tx.selectFrom('app.webhooks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined || row.company_id !== companyId) throw new Refusal('not_found');
  return row;
}

/** Refuses where the owner has no such webhook. */
export async function assertWebhook(tx: Tx, { companyId }: WebhookOwner, id: string): Promise<void> {
  const row = await tx.selectFrom('app.webhooks').select('company_id').where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.company_id !== companyId) throw new Refusal('not_found');
}

/** Locks a webhook to note how a call went; undefined when it has been removed meanwhile. */
export const findForOutcome = (tx: Tx, id: string) =>
  tx.selectFrom('app.webhooks').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
