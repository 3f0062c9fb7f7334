import type { ActorFacts, AgentRole, MemberRole, Permission } from '@companyaccount/contract/permissions';
import type { TokenScope } from '@companyaccount/contract/token-scopes';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { Scope } from '#platform/db/scope.ts';

/** Who calls, as every handler gets it. */
export interface Actor extends ActorFacts {
  /** The session, or the token that takes its place. */
  sessionId: string | null;
  /** Where a program calls by a token. */
  token: { id: string; scopes: readonly TokenScope[] } | null;
  /** When the person last proved who they are. */
  signedInAt: Date | null;
  /** Staff who have not given the second factor that they must have: little is open to them yet. */
  secondFactorMissing: boolean;
  /** Of the person's interface. */
  language: InterfaceLanguage;
  membership: { companyId: string; role: MemberRole; sharing: 'own' | 'company' } | null;
}
export interface SignedIn extends Actor {
  personId: string;
  sessionId: string;
  signedInAt: Date;
}
export interface Member extends SignedIn {
  membership: { companyId: string; role: MemberRole; sharing: 'own' | 'company' };
}
export interface Agent extends SignedIn {
  membership: null;
  agentRoles: readonly [AgentRole, ...AgentRole[]];
}
/** Somebody unknown who holds an upload token of the public form. */
export interface TokenHolder extends Actor {
  personId: null;
  membership: null;
  uploadTokenId: string;
}

interface ActorOf extends Record<Permission, Actor> {
  anyone: Actor;
  signed_in: SignedIn;
  customer: SignedIn;
  member: Member;
  company_administrator: Member;
  member_or_desk: Member | Agent;
  uploader: Member | Agent | TokenHolder;
  member_or_staff: Member | Agent;
  staff: Agent;
  desk: Agent;
  lab: Agent;
  lead: Agent;
  lead_or_admin: Agent;
  admin: Agent;
  metrics_token: Actor;
}
/** The kind of actor that is left once the route's permission has been checked. */
export type ActorFor<P extends Permission> = ActorOf[P];

export const NOBODY: Actor = {
  personId: null,
  sessionId: null,
  token: null,
  signedInAt: null,
  secondFactorMissing: false,
  language: 'en',
  membership: null,
  agentRoles: [],
};

export const isMember = (actor: Actor): actor is Member => actor.membership !== null;

/** The scope in which the actor's transactions run: the wall stands around members, never around staff. */
export const scopeOf = (actor: Member | Agent): Scope =>
  isMember(actor)
    ? { side: 'customer', companyId: actor.membership.companyId, personId: actor.personId }
    : { side: 'vendor', personId: actor.personId };
