import { oneOf } from './schema.ts';

export const MEMBER_ROLES = ['administrator', 'user'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];
export const MemberRole = oneOf(MEMBER_ROLES);

export const AGENT_ROLES = ['engineer', 'analyst', 'lead', 'admin'] as const;
export type AgentRole = (typeof AGENT_ROLES)[number];
export const AgentRole = oneOf(AGENT_ROLES);

/** What must be known of a caller to decide whether a route is open to them. */
export interface ActorFacts {
  /** null: nobody is signed in. */
  personId: string | null;
  /** The company the person acts for now; a pending member has none. */
  membership: { companyId: string; role: MemberRole } | null;
  agentRoles: readonly AgentRole[];
  /** Nobody who is signed in, but the holder of an upload token of the public form. */
  uploadTokenId?: string | null;
}

const hasRole = (actor: ActorFacts, ...roles: AgentRole[]) => actor.agentRoles.some((role) => roles.includes(role));

/**
 * Who may call a route at all. Which rows they then see is decided where the rows are loaded (`*-access.ts`).
 * This table is the only place that names roles per permission; the web uses it to leave out what would be refused.
 */
export const PERMISSIONS = {
  anyone: () => true,
  signed_in: (actor) => actor.personId !== null,
  /** A person of the customers' side, of whatever company, or of none yet. */
  customer: (actor) => actor.personId !== null && actor.agentRoles.length === 0,
  member: (actor) => actor.membership !== null,
  company_administrator: (actor) => actor.membership?.role === 'administrator',
  /** Takes part in requests: a member of a company, or staff of either desk. */
  member_or_desk: (actor) => actor.membership !== null || hasRole(actor, 'engineer', 'analyst', 'lead'),
  /** Sends files: whoever takes part in requests, or holds an upload token of the public form. */
  uploader: (actor) =>
    actor.membership !== null || hasRole(actor, 'engineer', 'analyst', 'lead') || actor.uploadTokenId != null,
  /** Whoever works here: a member of a company, or anybody of the vendor. */
  member_or_staff: (actor) => actor.membership !== null || actor.agentRoles.length > 0,
  /** Anybody of the vendor. */
  staff: (actor) => actor.agentRoles.length > 0,
  /** Staff of Technical Support or the Virus Lab. */
  desk: (actor) => hasRole(actor, 'engineer', 'analyst', 'lead'),
  /** Staff of the Virus Lab. */
  lab: (actor) => hasRole(actor, 'analyst', 'lead'),
  /** Answers for both desks. */
  lead: (actor) => hasRole(actor, 'lead'),
  /** Decides what neither desk decides alone. */
  lead_or_admin: (actor) => hasRole(actor, 'lead', 'admin'),
  admin: (actor) => hasRole(actor, 'admin'),
  /** The operator's monitoring, by its own token; no person has it. */
  metrics_token: () => false,
} as const satisfies Record<string, (actor: ActorFacts) => boolean>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether the caller may use routes with this permission. */
export const allows = (permission: Permission, actor: ActorFacts): boolean => PERMISSIONS[permission](actor);
