import type { RequestAction } from '@companyaccount/contract/requests';
import type { Sharing } from '@companyaccount/contract/companies';
import type { MemberRole } from '@companyaccount/contract/permissions';
import { type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { loadStanding, mayWrite, STANDING_REFUSALS } from '#features/licensing/index.ts';
import type { DB } from '#platform/db/schema.generated.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { actionsFor, decidesOn, factsOf, type Reader } from './request.ts';

/** The actor as the rules of requests see them now. */
export async function readerOf(tx: Tx, actor: Member | Agent, now: Date): Promise<Reader> {
  const { personId } = actor;
  if (!isMember(actor)) return { side: 'vendor', personId, roles: actor.agentRoles };
  const { companyId, role } = actor.membership;
  return { side: 'customer', personId, role, mayWrite: mayWrite(await loadStanding(tx, companyId, now)) };
}

/** Whether the actor's company may write now; staff always may. */
export async function mayWriteNow(tx: Tx, actor: Member | Agent, now: Date): Promise<boolean> {
  return !isMember(actor) || mayWrite(await loadStanding(tx, actor.membership.companyId, now));
}

/** Refuses members whose company may only read, and says why. */
export async function assertMayWrite(tx: Tx, actor: Member | Agent, now: Date): Promise<void> {
  if (!isMember(actor)) return;
  const standing = await loadStanding(tx, actor.membership.companyId, now);
  if (standing !== 'active' && !mayWrite(standing)) throw new Refusal(STANDING_REFUSALS[standing]);
}

/** Whether the actor sees all requests that the transaction's scope lets through. */
export function seesAll(actor: Member | Agent): boolean {
  if (!isMember(actor)) return true;
  const { role, sharing } = actor.membership;
  return role === 'administrator' || sharing === 'company';
}

/**
 * Which requests an actor may see, within what the transaction's scope lets through at all: staff and administrators
 * all, others all of the company or, where it shares nothing, what they filed or take part in.
 */
export function mayReadRequest(
  eb: ExpressionBuilder<DB & { r: DB['app.requests'] }, 'r'>,
  actor: Member | Agent,
): Expression<SqlBool> {
  if (!isMember(actor)) return eb.lit(true);
  const ofCompany = eb('r.company_id', '=', actor.membership.companyId);
  if (seesAll(actor)) return ofCompany;
  return eb.and([
    ofCompany,
    eb.or([
      eb('r.author_id', '=', actor.personId),
      eb.exists(
        eb
          .selectFrom('app.request_participants as p')
          .select('p.person_id')
          .whereRef('p.request_id', '=', 'r.id')
          .where('p.person_id', '=', actor.personId),
      ),
    ]),
  ]);
}

/** As what a person belongs to the company of a request; where they do not, it is `not_found`. Asks on the vendor's side. */
export async function loadMembershipFor(
  tx: Tx,
  { personId }: Member,
  requestId: string,
): Promise<Member['membership'] & { name: string }> {
  const row = await tx
    .selectFrom('app.requests as r')
    .innerJoin('app.members as m', 'm.company_id', 'r.company_id')
    .innerJoin('app.companies as c', 'c.id', 'm.company_id')
    .select(['m.company_id', 'm.role', 'c.sharing', 'c.name'])
    .where('r.id', '=', requestId)
    .where('m.person_id', '=', personId)
    .where('m.state', '=', 'active')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return {
    companyId: row.company_id,
    role: row.role as MemberRole,
    sharing: row.sharing as Sharing,
    name: row.name,
  };
}

/** The columns that decide what may be done with a request, and what follows from it. */
const RULE_COLUMNS = [
  'r.id',
  'r.company_id',
  'r.desk',
  'r.number',
  'r.kind',
  'r.subject',
  'r.severity',
  'r.impact',
  'r.status',
  'r.status_since',
  'r.lab_stage',
  'r.resolution',
  'r.escalated',
  'r.resolved_at',
  'r.reminded_at',
  'r.step_at',
  'r.author_id',
  'r.submitter_id',
  'r.public_minutes',
  'r.owner_id',
  'r.verdict_at',
  'r.verdict_by',
  'r.disputed_at',
  'r.barred_id',
  'r.merged_into_id',
  'r.merged_at',
  'r.plan_id',
  'r.promise_paused',
  'r.promise_left',
  'r.watch_at',
  'r.watch_stage',
  'r.product_id',
  'r.product_version',
  'r.operating_system',
  'r.language',
  'r.version',
  'r.created_at',
  'r.updated_at',
] as const;

const selectRules = (tx: Tx, id: string) =>
  tx
    .selectFrom('app.requests as r')
    .select(RULE_COLUMNS)
    .select((eb) => eb.fn<Date | null>('nullif', ['r.promise_at', eb.val('infinity')]).as('promise_at'))
    .where('r.id', '=', id);

/** What decides about a request that the actor may see; one they may not see is `not_found`. */
export async function loadRequest(tx: Tx, actor: Member | Agent, id: string, lock = false) {
  const row = await selectRules(tx, id)
    .where((eb) => mayReadRequest(eb, actor))
    .$if(lock, (q) => q.forUpdate())
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
export type LockedRequest = Awaited<ReturnType<typeof loadRequest>>;

/** The same, locked to change it. */
export const lockRequest = (tx: Tx, actor: Member | Agent, id: string): Promise<LockedRequest> =>
  loadRequest(tx, actor, id, true);

/**
 * Refuses a deed that the actor may not do with a locked request: `forbidden` to whoever does not decide about it,
 * `transition_not_allowed` while the request does not stand that way.
 */
export async function assertMay(
  tx: Tx,
  actor: Member | Agent,
  request: LockedRequest,
  deed: (actions: readonly RequestAction[]) => boolean,
  now: Date,
): Promise<void> {
  await assertMayWrite(tx, actor, now);
  const reader = await readerOf(tx, actor, now);
  const facts = factsOf(request);
  if (!decidesOn(reader, facts)) throw new Refusal('forbidden');
  if (!deed(actionsFor(reader, facts, now))) throw new Refusal('transition_not_allowed');
}

/** Locks a request for the program itself. */
export const lockAny = (tx: Tx, id: string): Promise<LockedRequest> =>
  selectRules(tx, id).forUpdate().executeTakeFirstOrThrow();

/** Locks a request for its submitter, whose link has been checked. */
export const lockTracked = (tx: Tx, id: string): Promise<LockedRequest> =>
  selectRules(tx, id).where('r.submitter_id', 'is not', null).forUpdate().executeTakeFirstOrThrow();

/** Makes sure that the actor may see the request. */
export async function assertMayRead(tx: Tx, actor: Member | Agent, id: string): Promise<void> {
  const row = await tx
    .selectFrom('app.requests as r')
    .select('r.id')
    .where('r.id', '=', id)
    .where((eb) => mayReadRequest(eb, actor))
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
}
