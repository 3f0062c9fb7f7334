import type { WebhookEventType } from '@companyaccount/contract/webhooks';
import { sql } from 'kysely';
import { newId } from '#platform/ids.ts';
import type { Tx } from './database.ts';

/** What happened, as ids and words; what a webhook says of it is read when it is told. */
export interface HookEvent {
  /** Whose webhooks are told beside the vendor's; null: of a release all, else no company's. */
  companyId: string | null;
  objectId: string;
  data?: Record<string, unknown>;
}

/**
 * Tells the webhooks that wish to know of it, once the transaction commits. Never of what a company must not see:
 * internal notes have no event.
 */
export async function tellHooks(
  tx: Tx,
  type: WebhookEventType,
  { companyId, objectId, data = {} }: HookEvent,
): Promise<void> {
  await sql`select app.tell_hooks(${newId()}, ${type}, ${companyId}::uuid, ${objectId}::uuid, ${JSON.stringify(data)}::jsonb)`.execute(
    tx,
  );
}
