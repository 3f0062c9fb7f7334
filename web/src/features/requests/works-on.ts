import type { Desk, Me } from '@companyaccount/contract';

/** Whether a person works on a desk. Staff read both desks and work on their own; leads work on both. */
export const worksOn = ({ agentRoles }: Me, desk: Desk): boolean =>
  agentRoles.includes('lead') || agentRoles.includes(desk === 'support' ? 'engineer' : 'analyst');
