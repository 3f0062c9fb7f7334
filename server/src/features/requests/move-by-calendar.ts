import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { type Due, listDue } from './calendar-store.ts';
import { changeStatus } from './change-status.ts';
import { nextStep } from './closing.ts';
import type { RequestStatus } from '@companyaccount/contract/requests';
import { lockAny, type LockedRequest } from './requests-access.ts';
import { insertTimelineEntry, updateRequest } from './requests-store.ts';
import { tellChange } from './tell-change.ts';
import { tellNews } from './tell-news.ts';

const AT_ONCE = 200;

/**
 * Reminds customers whose answer is awaited, and closes what nobody has touched for long enough. Each request by itself:
 * one that fails comes again with the next run and holds up no other.
 */
export async function moveByCalendar({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const failures: unknown[] = [];
  let due: Due[];
  let last: Due | null = null;
  do {
    due = await listDue(db, clock(), last, AT_ONCE);
    for (const { id } of due) {
      await transact(db, SYSTEM, (tx) => takeStep(tx, clock(), id)).catch((error: unknown) => failures.push(error));
    }
    last = due.at(-1) ?? null;
  } while (due.length === AT_ONCE);
  if (failures.length > 0) throw failures[0];
}

/** Takes the step that is due for a request; none where somebody was faster. */
async function takeStep(tx: Tx, at: Date, id: string): Promise<void> {
  const request = await lockAny(tx, id);
  const { step_at: dueAt, reminded_at: remindedAt } = request;
  if (dueAt === null || dueAt > at) return;
  const status = request.status as RequestStatus;
  const step = nextStep({ status, since: request.status_since, remindedAt });
  if (step?.does === 'remind') await remind(tx, request, at);
  else await close(tx, request, at);
  await tellChange(tx, 'request_changed', request);
}

async function remind(tx: Tx, request: LockedRequest, at: Date): Promise<void> {
  const { id, company_id: companyId } = request;
  const closes = nextStep({ status: 'waiting_for_customer', since: at, remindedAt: at })?.at ?? at;
  await updateRequest(tx, id, { reminded_at: at, step_at: closes });
  const entry = { requestId: id, companyId, actorId: null, type: 'reminded', at } as const;
  await insertTimelineEntry(tx, { ...entry, to: closes.toISOString() });
  await audit(tx, 'request.reminded', { type: 'request', id }, {}, companyId);
  await tellNews(tx, request, { event: 'closing_soon', actorId: null }, at);
}

async function close(tx: Tx, request: LockedRequest, at: Date): Promise<void> {
  const { id, company_id: companyId, status: from } = request;
  await changeStatus(tx, request, { status: 'closed', resolution: 'no_response', actorId: null, spoke: null, at });
  await audit(tx, 'request.status_changed', { type: 'request', id }, { from, to: 'closed' }, companyId);
}
