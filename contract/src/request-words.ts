import { Type } from './schema.ts';

export const DESKS = ['support', 'lab'] as const;
export type Desk = (typeof DESKS)[number];

export const SUPPORT_KINDS = [
  'malfunction',
  'installation',
  'activation',
  'configuration',
  'update',
  'performance',
  'compatibility',
  'consultation',
  'account',
  'feature',
  'complaint',
] as const;
export const LAB_KINDS = ['unknown_malware', 'false_positive', 'unwanted_program', 'cure', 'allow_listing'] as const;
export const KINDS = [...SUPPORT_KINDS, ...LAB_KINDS] as const;
export type RequestKind = (typeof KINDS)[number];
export const KINDS_OF_DESK = { support: SUPPORT_KINDS, lab: LAB_KINDS } as const satisfies Record<
  Desk,
  readonly string[]
>;

export const STATUSES = ['new', 'open', 'waiting_for_customer', 'resolved', 'closed'] as const;
export type RequestStatus = (typeof STATUSES)[number];
export const LAB_STAGES = [
  'received',
  'automatic_result',
  'with_analyst',
  'need_information',
  'final_verdict',
  'published',
  'disputed',
  'closed',
] as const;
export type LabStage = (typeof LAB_STAGES)[number];
/** The stage of a lab request that a change of its status leads to; the others are reached on their own. */
export const STAGE_OF_STATUS = {
  new: 'received',
  open: 'with_analyst',
  waiting_for_customer: 'need_information',
  resolved: 'final_verdict',
  closed: 'closed',
} as const satisfies Record<RequestStatus, LabStage>;
export const RESOLUTIONS = [
  'answered',
  'fixed',
  'workaround',
  'scheduled_fix',
  'verdict_given',
  'duplicate',
  'withdrawn',
  'no_response',
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
/** Resolutions an agent may give; the others come about by themselves. */
export const AGENT_RESOLUTIONS = ['answered', 'fixed', 'workaround', 'scheduled_fix', 'verdict_given'] as const;
/** 1: business stopped … 4: no impact. */
export const SEVERITIES = [1, 2, 3, 4] as const;
export type Severity = (typeof SEVERITIES)[number];
export const SeveritySchema = Type.Unsafe<Severity>({ type: 'integer', enum: [...SEVERITIES] });
export const SIDES = ['customer', 'vendor'] as const;
export type Side = (typeof SIDES)[number];
/** Whence a request comes: from a company's account, or from the public forms. */
export const SOURCES = ['portal', 'public'] as const;
export type Source = (typeof SOURCES)[number];
export const VISIBILITIES = ['public', 'internal'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
/** How the next promise stands: run out, running out within hours or a day (what has run out too), or its clock stopped. */
export const PROMISE_STATES = ['late', 'at_risk', 'within_day', 'paused'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];
/** A promise is at risk from so many hours before it runs out. */
export const PROMISE_AT_RISK_HOURS = 4;
/** Days: requests that are at least so old. */
export const AGES = [1, 3, 7, 14, 30, 90] as const;
/** What a desk's list can tell of each request beside what always stands there, in this order. */
export const LIST_COLUMNS = [
  'company',
  'kind',
  'product',
  'severity',
  'language',
  'createdAt',
  'updatedAt',
  'tags',
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];
export const REQUEST_SORTS = ['-created', 'created', '-updated', 'promise', 'severity', 'number'] as const;
export type RequestSort = (typeof REQUEST_SORTS)[number];
/** What the reader may do with the request now; the page shows just these. */
export const REQUEST_ACTIONS = [
  'reply',
  'note',
  'take',
  'assign',
  'ask_customer',
  'resolve',
  'reopen',
  'close',
  'withdraw',
  'follow_up',
  'escalate',
  'rate',
  'dispute',
  'edit',
  'merge',
  'split',
] as const;
export type RequestAction = (typeof REQUEST_ACTIONS)[number];
