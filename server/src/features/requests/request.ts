import type { AgentRole, MemberRole } from '@companyaccount/contract/permissions';
import type { Desk, LabStage, RequestAction, RequestStatus, Side } from '@companyaccount/contract/requests';

const PREFIX: Record<Desk, string> = { support: 'TS', lab: 'VL' };

/** The number as people say and search it: TS-104233, VL-10871. */
export const formatNumber = (desk: Desk, number: number): string => `${PREFIX[desk]}-${number}`;

/** Statuses an agent may move a request to, from each. Everything else about statuses follows from messages. */
export const TRANSITIONS: Record<RequestStatus, readonly RequestStatus[]> = {
  new: ['open', 'waiting_for_customer', 'resolved'],
  open: ['waiting_for_customer', 'resolved'],
  waiting_for_customer: ['open', 'resolved'],
  resolved: ['open'],
  closed: [],
};

/** Where nobody is expected to act. */
const ENDED: readonly RequestStatus[] = ['resolved', 'closed'];

export const mayMove = (from: RequestStatus, to: RequestStatus): boolean => TRANSITIONS[from].includes(to);

/**
 * The status after a public message: an agent's first answer opens the request; a customer's brings a waiting or
 * resolved one back. null: no message can be added any more.
 */
export function statusAfterMessage(status: RequestStatus, side: Side): RequestStatus | null {
  if (status === 'closed') return null;
  if (side === 'vendor') return status === 'new' ? 'open' : status;
  return status === 'new' ? 'new' : 'open';
}

const STAGES: Record<RequestStatus, LabStage> = {
  new: 'received',
  open: 'with_analyst',
  waiting_for_customer: 'need_information',
  resolved: 'final_verdict',
  closed: 'closed',
};

/** The stage of a lab request that goes with a status; null for support. */
export const labStageFor = (desk: Desk, status: RequestStatus): LabStage | null =>
  desk === 'lab' ? STAGES[status] : null;

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

interface Facts {
  desk: Desk;
  status: RequestStatus;
  authorId: string | null;
  ownerId: string | null;
}

/** What the reader may do with the request now. */
export function actionsFor(reader: Reader, { desk, status, authorId, ownerId }: Facts): RequestAction[] {
  const takesWords = statusAfterMessage(status, reader.side) !== null;
  if (reader.side === 'customer') {
    const mine = authorId === reader.personId || reader.role === 'administrator';
    return !takesWords || !reader.mayWrite ? [] : mine ? ['reply', 'edit'] : ['reply'];
  }
  if (!worksOn(reader.roles, desk)) return [];
  const actions: RequestAction[] = [];
  if (takesWords) actions.push('reply', 'note', 'assign', 'edit');
  if (takesWords && ownerId !== reader.personId) actions.push('take');
  if (mayMove(status, 'waiting_for_customer')) actions.push('ask_customer');
  if (mayMove(status, 'resolved')) actions.push('resolve');
  if (ENDED.includes(status) && mayMove(status, 'open')) actions.push('reopen');
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
