import type { AgentRole, MemberRole } from '@companyaccount/contract/permissions';
import {
  type Desk,
  type LabStage,
  type RequestAction,
  type RequestStatus,
  type Resolution,
  type Side,
  STAGE_OF_STATUS,
} from '@companyaccount/contract/requests';
import { isReopenable } from './closing.ts';

const PREFIX: Record<Desk, string> = { support: 'TS', lab: 'VL' };

/** The number as people say and search it: TS-104233, VL-10871. */
export const formatNumber = (desk: Desk, number: number): string => `${PREFIX[desk]}-${number}`;

/** A request is never new again. */
export type Moved = Exclude<RequestStatus, 'new'>;

/** Statuses an agent may move a request to, from each. Everything else about statuses follows from messages. */
export const TRANSITIONS: Record<RequestStatus, readonly Moved[]> = {
  new: ['open', 'waiting_for_customer', 'resolved'],
  open: ['waiting_for_customer', 'resolved'],
  waiting_for_customer: ['open', 'resolved'],
  resolved: ['open', 'closed'],
  closed: ['open'],
};

/** For how long a merge can be taken back. */
const UNDONE_WITHIN_DAYS = 30;
export const undoableUntil = (mergedAt: Date): Date => new Date(mergedAt.getTime() + UNDONE_WITHIN_DAYS * 86_400_000);

/** Where nobody is expected to act. */
const ENDED: readonly string[] = ['resolved', 'closed'] satisfies RequestStatus[];
export const isEnded = (status: string): boolean => ENDED.includes(status);

/** Where a request stands, and since when. */
export interface Standing {
  status: RequestStatus;
  since: Date;
}

/** Whether a request can still be opened again: one that was closed long ago cannot. */
const stillOpens = ({ status, since }: Standing, now: Date): boolean => status !== 'closed' || isReopenable(since, now);

/** Whether a request may be moved to a status now. */
export const mayMove = (from: Standing, to: RequestStatus, now: Date): boolean =>
  TRANSITIONS[from.status].some((one) => one === to) && stillOpens(from, now);

/** The shortest way of an agent's moves from one status to another, without the first. */
export function stepsTo(from: RequestStatus, to: Moved): Moved[] {
  if (from === to) return [];
  const ways = TRANSITIONS[from].map((step) => [step]);
  // Grows while it is gone through; no way passes a status twice, so it ends.
  for (const way of ways) {
    const last = way.at(-1) ?? to;
    if (last === to) return way;
    for (const next of TRANSITIONS[last]) if (!way.includes(next)) ways.push([...way, next]);
  }
  return [];
}

/**
 * The status after a public message: an agent's first answer opens the request; a customer's brings one back that was
 * laid aside. null: no message can be added any more.
 */
export function statusAfterMessage(standing: Standing, side: Side, now: Date): RequestStatus | null {
  const { status } = standing;
  if (side === 'vendor') return status === 'closed' ? null : status === 'new' ? 'open' : status;
  if (!stillOpens(standing, now)) return null;
  return status === 'new' ? 'new' : 'open';
}

/** The stage of a lab request that goes with a status; null for support. */
export const labStageFor = (desk: Desk, status: RequestStatus): LabStage | null =>
  desk === 'lab' ? STAGE_OF_STATUS[status] : null;

/** Who is expected to act next. */
export function waitingFor(status: RequestStatus): Side | null {
  if (status === 'waiting_for_customer') return 'customer';
  return status === 'new' || status === 'open' ? 'vendor' : null;
}

/** Staff work on their own desk; a lead on both. All of them may read both, for requests are linked across. */
export const worksOn = (roles: readonly AgentRole[], desk: Desk): boolean =>
  roles.includes('lead') || roles.includes(desk === 'support' ? 'engineer' : 'analyst');

/** The reader's part in a request; members of a company without a usable license only read. */
export type Reader =
  | { side: 'customer'; personId: string; role: MemberRole; mayWrite: boolean }
  | { side: 'vendor'; personId: string; roles: readonly AgentRole[] };

export interface Facts extends Standing {
  desk: Desk;
  resolution: Resolution | null;
  escalated: boolean;
  labStage: LabStage | null;
  /** When a verdict last answered it, and when its customer objected. */
  verdictAt: Date | null;
  disputedAt: Date | null;
  authorId: string | null;
  ownerId: string | null;
  /** It goes on in another request, where everything is done with it. */
  isMerged: boolean;
}

/** What the rules of requests go by. */
export const factsOf = (row: {
  desk: string;
  status: string;
  resolution: string | null;
  escalated: boolean;
  lab_stage: string | null;
  verdict_at: Date | null;
  disputed_at: Date | null;
  status_since: Date;
  author_id: string | null;
  owner_id: string | null;
  merged_into_id: string | null;
}): Facts => ({
  desk: row.desk as Desk,
  status: row.status as RequestStatus,
  resolution: row.resolution as Resolution | null,
  escalated: row.escalated,
  labStage: row.lab_stage as LabStage | null,
  verdictAt: row.verdict_at,
  disputedAt: row.disputed_at,
  since: row.status_since,
  authorId: row.author_id,
  ownerId: row.owner_id,
  isMerged: row.merged_into_id !== null,
});

/** Stages at which everything has been said of a submission. */
const JUDGED: readonly (LabStage | null)[] = ['final_verdict', 'published', 'closed'];

/** Whether the customer may object to the verdict: once, while the request can still be opened again. */
export const mayDispute = (facts: Facts, now: Date): boolean =>
  facts.verdictAt !== null && facts.disputedAt === null && JUDGED.includes(facts.labStage) && stillOpens(facts, now);

/** Whether the customer's objection waits for another verdict. */
export const isDisputed = (request: { verdict_at: Date | null; disputed_at: Date | null }): boolean =>
  request.disputed_at !== null && (request.verdict_at === null || request.verdict_at <= request.disputed_at);

/** Whether a person took the verdict that the customer objects to, and has to leave it to somebody else. */
export const isBarred = (request: { barred_id: string | null }, personId: string | null): boolean =>
  personId !== null && request.barred_id === personId;

/** Whether the reader decides about the request: who filed it, administrators of the company, staff of the desk. */
export const decidesOn = (reader: Reader, { desk, authorId }: Pick<Facts, 'desk' | 'authorId'>): boolean =>
  reader.side === 'customer'
    ? authorId === reader.personId || reader.role === 'administrator'
    : worksOn(reader.roles, desk);

/** Resolutions in which the vendor had no part. */
const UNRATED: readonly Resolution[] = ['withdrawn', 'no_response', 'duplicate'];
/** Whether a resolution is one that its customer is asked about. */
export const isRateable = (resolution: Resolution | null): boolean =>
  resolution !== null && !UNRATED.includes(resolution);

/** What the reader may do with the request now. */
export function actionsFor(reader: Reader, facts: Facts, now: Date): RequestAction[] {
  const { status, ownerId } = facts;
  if (facts.isMerged) return [];
  const takesWords = statusAfterMessage(facts, reader.side, now) !== null;
  const decides = decidesOn(reader, facts);
  if (reader.side === 'customer') {
    if (!reader.mayWrite) return [];
    if (!takesWords) return ['follow_up'];
    const actions: RequestAction[] = ['reply'];
    if (waitingFor(status) === 'vendor' && !facts.escalated) actions.push('escalate');
    if (!decides) return actions;
    if (mayDispute(facts, now)) actions.push('dispute');
    if (status !== 'closed') actions.push('edit');
    if (!isEnded(status)) return [...actions, 'withdraw'];
    if (isRateable(facts.resolution)) actions.push('rate');
    return status === 'closed' ? [...actions, 'reopen'] : [...actions, 'close', 'reopen'];
  }
  if (!decides) return [];
  const actions: RequestAction[] = [];
  if (takesWords) actions.push('reply', 'note', 'assign', 'edit');
  if (takesWords && ownerId !== reader.personId) actions.push('take');
  if (mayMove(facts, 'waiting_for_customer', now)) actions.push('ask_customer');
  if (mayMove(facts, 'resolved', now)) actions.push('resolve');
  if (mayMove(facts, 'closed', now)) actions.push('close');
  if (isEnded(status) && mayMove(facts, 'open', now)) actions.push('reopen');
  if (actions.length > 0) actions.push('merge');
  if (takesWords) actions.push('split');
  return actions;
}

const EXCERPT_LENGTH = 200;

/** The beginning of a message as one line of plain text, for lists. */
export function excerptOf(text: string): string {
  const line = text
    .replaceAll(/```[\s\S]*?```/gu, ' ')
    .replaceAll(/[#>*_`~]+/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return Array.from(line).slice(0, EXCERPT_LENGTH).join('');
}
