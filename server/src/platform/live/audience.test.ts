import { describe, expect, it } from 'vitest';
import { isConcerned, type StreamRights } from './audience.ts';
import type { StoredLiveEvent } from './hub.ts';

const event = (change: Partial<StoredLiveEvent> = {}): StoredLiveEvent => ({
  id: 1,
  type: 'message_added',
  companyId: 'acme',
  requestId: 'r1',
  desk: 'support',
  watcherIds: ['boris'],
  personId: null,
  internal: false,
  ...change,
});
const member = (personId: string, change: Partial<NonNullable<StreamRights['membership']>> = {}): StreamRights => ({
  personId,
  membership: { companyId: 'acme', role: 'user', sharing: 'company', ...change },
  agentRoles: [],
});
const agent = (...agentRoles: StreamRights['agentRoles'][number][]): StreamRights => ({
  personId: 'erik',
  membership: null,
  agentRoles,
});

describe('a live event is told', () => {
  it('to the company that shares its requests, and to no other', () => {
    expect(isConcerned(member('bela'), event())).toBe(true);
    expect(isConcerned(member('clara', { companyId: 'globex' }), event())).toBe(false);
  });

  it('under sharing `own` only to administrators and whoever takes part', () => {
    expect(isConcerned(member('bela', { sharing: 'own' }), event())).toBe(false);
    expect(isConcerned(member('boris', { sharing: 'own' }), event())).toBe(true);
    expect(isConcerned(member('anna', { sharing: 'own', role: 'administrator' }), event())).toBe(true);
    expect(isConcerned(member('boris', { sharing: 'own' }), event({ watcherIds: null }))).toBe(false);
  });

  it('to staff of the desks; internal ones to nobody else', () => {
    expect(isConcerned(agent('engineer'), event({ internal: true }))).toBe(true);
    expect(isConcerned(agent('admin'), event())).toBe(false);
    expect(isConcerned(member('anna', { role: 'administrator' }), event({ internal: true }))).toBe(false);
  });

  it('to admins when it is about the installation', () => {
    const mail = event({ type: 'mail_logged', companyId: null, requestId: null, desk: null, watcherIds: null });
    expect(isConcerned(agent('admin'), mail)).toBe(true);
    expect(isConcerned(agent('lead'), mail)).toBe(false);
    expect(isConcerned(member('anna'), mail)).toBe(false);
  });

  it('to one person when it is about them', () => {
    const rights = event({ type: 'rights_changed', personId: 'boris' });
    expect(isConcerned(member('boris'), rights)).toBe(true);
    expect(isConcerned(member('anna', { role: 'administrator' }), rights)).toBe(false);
    expect(isConcerned(member('bela'), event({ type: 'rights_changed' }))).toBe(true);
  });

  it('to nobody who waits to be let in', () => {
    expect(isConcerned({ personId: 'boris', membership: null, agentRoles: [] }, event())).toBe(false);
  });
});
