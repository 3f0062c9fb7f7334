import { allows, type ActorFacts } from '@companyaccount/contract/permissions';
import type { RouteSpec } from '@companyaccount/contract/route';

/** One of each kind of caller; those at Acme and Globex are of the demo data or made by the test. */
export const ACTORS = {
  anonymous: null,
  pending: 'pending@acme.example',
  removed: 'removed@acme.example',
  user: 'boris@acme.example',
  administrator: 'anna@acme.example',
  otherCompany: 'clara@globex.example',
  engineer: 'engineer@vendor.example',
  analyst: 'analyst@vendor.example',
  lead: 'lead@vendor.example',
  admin: 'admin@vendor.example',
} as const;
export type ActorKind = keyof typeof ACTORS;
export const KINDS = Object.keys(ACTORS) as ActorKind[];

const FACTS: Record<ActorKind, Omit<ActorFacts, 'personId'>> = {
  anonymous: { membership: null, agentRoles: [] },
  pending: { membership: null, agentRoles: [] },
  removed: { membership: null, agentRoles: [] },
  user: { membership: { companyId: 'acme', role: 'user' }, agentRoles: [] },
  administrator: { membership: { companyId: 'acme', role: 'administrator' }, agentRoles: [] },
  otherCompany: { membership: { companyId: 'globex', role: 'administrator' }, agentRoles: [] },
  engineer: { membership: null, agentRoles: ['engineer'] },
  analyst: { membership: null, agentRoles: ['analyst'] },
  lead: { membership: null, agentRoles: ['lead'] },
  admin: { membership: null, agentRoles: ['admin'] },
};

/** What the permission alone says; `null` when it lets the actor in. */
export function refusal(spec: RouteSpec, kind: ActorKind): number | null {
  const facts = { ...FACTS[kind], personId: kind === 'anonymous' ? null : kind };
  if (allows(spec.permission, facts)) return null;
  return kind === 'anonymous' || spec.permission === 'metrics_token' ? 401 : 403;
}
