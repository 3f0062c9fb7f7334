import type { RequestStatus, Severity } from '@companyaccount/contract/requests';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Agent } from '#platform/http/actor.ts';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import { promiseRecounted } from './promise.ts';
import { assertMay, lockRequest } from './requests-access.ts';
import {
  hasVendorSpoken,
  insertTimelineEntry,
  loadTarget,
  promiseColumns,
  promiseOf,
  updateRequest,
  watchOf,
} from './requests-store.ts';
import { tellChange } from './tell-change.ts';
import { watchAfter } from './watch.ts';

/** Re-grades a request for a reason that its customer reads, and moves the promise with it. */
export async function changeSeverity(
  tx: Tx,
  actor: Agent,
  id: string,
  { severity, reason }: { severity: Severity; reason: string },
  at: Date,
): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('edit'), at);
  if (request.severity === severity) return;
  const part = (await hasVendorSpoken(tx, id)) ? 'next' : 'first';
  const before = await loadTarget(tx, request);
  const after = await loadTarget(tx, { ...request, severity });
  const calendar = (after ?? before)?.calendar ?? AROUND_THE_CLOCK;
  const current = promiseOf(request);
  const promise = promiseRecounted(
    current,
    { minutes: before?.[part] ?? null, calendar },
    { minutes: after?.[part] ?? null, calendar },
    request.status as RequestStatus,
    at,
  );
  const watch = watchAfter(watchOf(request), current, promise, false, calendar, at);
  await updateRequest(tx, id, { severity, ...promiseColumns(promise, watch), updated_at: at });
  const [from, to] = [String(request.severity), String(severity)];
  const { company_id: companyId } = request;
  await insertTimelineEntry(tx, {
    companyId,
    requestId: id,
    actorId: actor.personId,
    type: 'regraded',
    field: 'severity',
    from,
    to,
    reason: reason.trim(),
    at,
  });
  await audit(tx, 'request.regraded', { type: 'request', id }, { from, to }, companyId);
  await tellChange(tx, 'request_changed', request);
}
