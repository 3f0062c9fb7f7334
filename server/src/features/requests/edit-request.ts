import { type Desk, KINDS_OF_DESK, type PatchRequest } from '@companyaccount/contract/requests';
import { audit } from '#platform/db/audit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { actionsFor, factsOf } from './request.ts';
import { assertMayWrite, lockRequest, readerOf } from './requests-access.ts';
import { insertTimelineEntry, updateRequest } from './requests-store.ts';
import { indexTexts, INDEX_TASK } from './search-store.ts';
import { tellChange } from './tell-change.ts';

const COLUMNS = {
  subject: 'subject',
  kind: 'kind',
  language: 'language',
  productId: 'product_id',
  productVersion: 'product_version',
  operatingSystem: 'operating_system',
} as const satisfies Record<keyof PatchRequest, string>;

/** Corrects fields of a request that is still at `version`; each real change stands in the timeline. */
export async function editRequest(
  tx: Tx,
  actor: Member | Agent,
  id: string,
  version: number,
  change: PatchRequest,
  at: Date,
): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMayWrite(tx, actor, at);
  const desk = request.desk as Desk;
  if (!actionsFor(await readerOf(tx, actor, at), factsOf(request), at).includes('edit')) throw new Refusal('forbidden');
  if (request.version !== version) throw new Refusal('version_moved');
  if (change.kind !== undefined && !(KINDS_OF_DESK[desk] as readonly string[]).includes(change.kind)) {
    throw refuseField('/kind', 'not_one_of');
  }
  if (change.productId != null) {
    const known = await tx
      .selectFrom('app.products')
      .select('id')
      .where('id', '=', change.productId)
      .executeTakeFirst();
    if (known === undefined) throw refuseField('/productId', 'not_one_of');
  }
  const changed = Object.entries(COLUMNS).flatMap(([field, column]) => {
    const to = change[field as keyof PatchRequest];
    const trimmed = typeof to === 'string' ? to.trim() || null : to;
    return trimmed === undefined || trimmed === request[column]
      ? []
      : [{ field, column, from: request[column], to: trimmed }];
  });
  if (changed.length === 0) return;
  await updateRequest(tx, id, {
    ...Object.fromEntries(changed.map(({ column, to }) => [column, to])),
    version: version + 1,
    updated_at: at,
  });
  if (changed.some(({ field }) => field === 'language')) await enqueue(tx, INDEX_TASK, { requestId: id });
  else if (changed.some(({ field }) => field === 'subject')) {
    const { company_id: companyId, language } = request;
    const names = [change.subject ?? ''];
    await indexTexts(tx, [{ sourceId: id, requestId: id, companyId, internal: false, language, text: '', names }]);
  }
  for (const { field, from, to } of changed) {
    await insertTimelineEntry(tx, {
      companyId: request.company_id,
      requestId: id,
      actorId: actor.personId,
      type: 'field_changed',
      field,
      from: field === 'productId' ? null : from,
      to: field === 'productId' ? null : to,
      at,
    });
  }
  await audit(
    tx,
    'request.edited',
    { type: 'request', id },
    { fields: changed.map(({ field }) => field) },
    request.company_id,
  );
  await tellChange(tx, 'request_changed', request);
}
