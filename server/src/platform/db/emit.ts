import type { LiveEventType } from '@companyaccount/contract/live';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './database.ts';

/** Whom a live event concerns; the vendor's desk is told by `desk`, the admins by neither company nor desk. */
export interface Audience {
  companyId?: string | null;
  requestId?: string | null;
  desk?: string | null;
  /** Members concerned where a company's requests are not open to all. */
  watcherIds?: readonly string[] | RawBuilder<string[]> | null;
  personId?: string | null;
  /** Never told to customers. */
  internal?: boolean;
}

/** Tells everyone concerned that something changed, when the transaction commits. Carries ids, never content. */
export async function emit(tx: Tx, type: LiveEventType, audience: Audience): Promise<void> {
  const {
    companyId = null,
    requestId = null,
    desk = null,
    watcherIds = null,
    personId = null,
    internal = false,
  } = audience;
  await sql`select app.emit(${type}, ${companyId}::uuid, ${requestId}::uuid, ${desk}, ${watcherIds}::uuid[], ${personId}::uuid, ${internal})`.execute(
    tx,
  );
}
