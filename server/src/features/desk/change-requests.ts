import type { BulkOutcome, ChangeRequests } from '@companyaccount/contract/desk';
import type { RequestStatus, Resolution, Severity } from '@companyaccount/contract/requests';
import {
  changeSeverity,
  closeRequest,
  forgetNewsOf,
  isEnded,
  type LockedRequest,
  lockRequest,
  stepsTo,
  updateRequest,
} from '#features/requests/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import { assignRequest } from './assign-request.ts';
import { bulkProblem } from './bulk-deed.ts';
import { wasEscalated } from './desk-views.ts';
import { moveRequest } from './move-request.ts';
import { tagRequest } from './tag-request.ts';

type Deed = Omit<ChangeRequests, 'requests'>;
type Named = ChangeRequests['requests'][number];

/**
 * Does one thing with many requests by the same use cases as with one: each in a transaction of its own, so that one
 * that is refused holds up no other. A request named with its `updatedAt` is only changed if nobody has touched it since,
 * and its status then goes back through whatever lies between; that is how a deed is taken back.
 */
export async function changeRequests(
  db: Db,
  actor: Agent,
  { requests, ...deed }: ChangeRequests,
  clock: () => Date,
): Promise<BulkOutcome[]> {
  const problem = bulkProblem(deed);
  if (problem !== null) throw refuseField(problem.pointer, problem.code);
  const outcomes: BulkOutcome[] = [];
  for (const request of new Map(requests.map((one) => [one.id, one])).values()) {
    outcomes.push(
      await transact(db, scopeOf(actor), (tx) => changeOne(tx, actor, request, deed, clock())).catch(
        (error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          return { id: request.id, outcome: 'refused' as const, code: error.code, before: null, updatedAt: null };
        },
      ),
    );
  }
  return outcomes;
}

async function changeOne(tx: Tx, actor: Agent, { id, updatedAt }: Named, deed: Deed, at: Date): Promise<BulkOutcome> {
  const before = await lockRequest(tx, actor, id);
  const isBack = updatedAt !== undefined;
  if (isBack && Date.parse(updatedAt) !== before.updated_at.getTime()) throw new Refusal('version_moved');
  const isTagged = await carryOut(tx, actor, before, deed, isBack, at);
  const after = await lockRequest(tx, actor, id);
  if (isBack && before.status !== after.status) await straighten(tx, before, after);
  const stays =
    !isTagged &&
    after.owner_id === before.owner_id &&
    after.status === before.status &&
    after.severity === before.severity;
  if (stays) return { id, outcome: 'unchanged', code: null, before: null, updatedAt: null };
  return {
    id,
    outcome: 'done',
    code: null,
    before: {
      status: before.status as RequestStatus,
      resolution: before.resolution as Resolution | null,
      ownerId: before.owner_id,
      severity: before.severity as Severity,
    },
    updatedAt: after.updated_at.toISOString(),
  };
}

/** Says whether tags were changed, which the request itself does not show. */
async function carryOut(
  tx: Tx,
  actor: Agent,
  request: LockedRequest,
  { deed, personId, status, resolution, severity, reason, tag = '' }: Deed,
  isBack: boolean,
  at: Date,
): Promise<boolean> {
  const { id } = request;
  if (deed === 'tag') return tagRequest(tx, actor, id, { add: [tag] });
  if (deed === 'untag') return tagRequest(tx, actor, id, { remove: [tag] });
  if (deed === 'assign' && personId !== undefined) await assignRequest(tx, actor, id, personId, at, isBack);
  if (deed === 'severity' && severity !== undefined && reason !== undefined) {
    await changeSeverity(tx, actor, id, { severity, reason }, at);
  }
  if (deed === 'status' && status !== undefined) {
    const steps = isBack ? stepsTo(request.status as RequestStatus, status) : [status];
    for (const step of steps) {
      if (step === 'closed') await closeRequest(tx, actor, id, at);
      else await moveRequest(tx, actor, id, { status: step, ...(step === 'resolved' && { resolution }) }, at);
    }
  }
  return false;
}

/**
 * After a status was taken back: the customer gets no mail about what had not been mailed yet, nor about the taking back,
 * and what stood before the lead stands there again.
 */
async function straighten(tx: Tx, before: LockedRequest, after: LockedRequest): Promise<void> {
  if (isEnded(after.status)) return;
  if (isEnded(before.status) && (await wasEscalated(tx, before.id, before.status_since))) {
    await updateRequest(tx, before.id, { escalated: true });
  }
  // Mails to people without an account go out at once, so that the second one has to follow the first.
  if (before.submitter_id === null) await forgetNewsOf(tx, before.id, ['status', 'question']);
}
