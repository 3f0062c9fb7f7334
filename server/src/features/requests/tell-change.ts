import type { LiveEventType } from '@companyaccount/contract/live';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { watchersOf } from './requests-store.ts';

interface Told {
  id: string;
  company_id: string | null;
  desk: string;
  author_id: string | null;
}

/** Tells everyone who may see the request that it changed; of internal changes only staff hear. */
export async function tellChange(tx: Tx, type: LiveEventType, request: Told, internal = false): Promise<void> {
  await emit(tx, type, {
    companyId: request.company_id,
    requestId: request.id,
    desk: request.desk,
    watcherIds: internal ? null : watchersOf(request.id, request.author_id),
    internal,
  });
}

const findTold = (tx: Tx, requestId: string): Promise<Told | undefined> =>
  tx
    .selectFrom('app.requests')
    .select(['id', 'company_id', 'desk', 'author_id'])
    .where('id', '=', requestId)
    .executeTakeFirst();

/** The same for whoever knows only the request's id. */
export async function announceChange(tx: Tx, requestId: string, internal: boolean): Promise<void> {
  const request = await findTold(tx, requestId);
  if (request !== undefined) await tellChange(tx, 'request_changed', request, internal);
}

/** Tells open pages that the automatic analysis of what was submitted has gone on. */
export async function announceObjects(tx: Tx, requestId: string): Promise<void> {
  const request = await findTold(tx, requestId);
  if (request !== undefined) await tellChange(tx, 'objects_changed', request);
}
