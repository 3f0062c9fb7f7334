import type { AgentRole, MemberRole } from '@companyaccount/contract/permissions';
import type { AnsweringNotice, PresenceNotice } from '@companyaccount/contract/presence';
import type { StoredLiveEvent } from './hub.ts';
import type { PresenceChange } from './presence-book.ts';

/** What decides which live events a stream carries; rebuilt when the person's rights change. */
export interface StreamRights {
  personId: string;
  membership: { companyId: string; role: MemberRole; sharing: 'own' | 'company' } | null;
  agentRoles: readonly AgentRole[];
}

/**
 * Whether an event is told to a person. The same rules as for reading: staff of the desks hear of requests, members of
 * their company's public side, under sharing `own` only of what they take part in.
 */
export function isConcerned(rights: StreamRights, event: StoredLiveEvent): boolean {
  if (event.personId !== null) return event.personId === rights.personId;
  const { membership, agentRoles } = rights;
  if (event.type === 'rights_changed') return membership !== null && event.companyId === membership.companyId;
  if (agentRoles.length > 0) {
    if (event.type === 'company_changed' || event.type === 'license_changed') return agentRoles.includes('admin');
    return event.desk === null
      ? agentRoles.includes('admin') && event.companyId === null
      : agentRoles.some((role) => role !== 'admin');
  }
  if (membership === null || event.internal || event.companyId !== membership.companyId) return false;
  return (
    // Who belongs to the company, and its licenses, concern all members, whatever they share of their requests.
    event.type === 'company_changed' ||
    event.type === 'license_changed' ||
    membership.role === 'administrator' ||
    membership.sharing === 'company' ||
    (event.watcherIds?.includes(rights.personId) ?? false)
  );
}

/**
 * What a person hears of somebody's presence, or null: staff of the desks who does what; customers concerned by the
 * request only whether somebody writes to them, never who, and nothing of notes or of mere reading.
 */
export function presenceFor(
  rights: StreamRights,
  { about, doing, answering }: PresenceChange,
): { name: 'presence'; data: PresenceNotice } | { name: 'answering'; data: AnsweringNotice } | null {
  const { requestId, desk, companyId, watcherIds, person } = about;
  const event = { id: 0, type: 'presence', requestId, desk, companyId, watcherIds, personId: null, internal: false };
  if (!isConcerned(rights, event)) return null;
  if (rights.agentRoles.length > 0)
    return doing === null ? null : { name: 'presence', data: { requestId, desk, person, doing } };
  return answering === null ? null : { name: 'answering', data: { requestId, answering } };
}
