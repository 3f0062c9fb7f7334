import { listOf, pageQuery } from './lists.ts';
import { Participant } from './requests.ts';
import { route } from './route.ts';
import { IdParams, object, ref, Type, Uuid } from './schema.ts';

/** Stands as the author where no person wrote: what the vendor's program says by itself. */
export const PROGRAM_ID = '00000000-0000-0000-0000-000000000000';

/** Members who take part in a request beside its author. */
export const participantRoutes = {
  listParticipants: route({
    method: 'GET',
    path: '/api/v1/requests/:id/participants',
    summary: 'Members who take part beside the author, in the order in which they were added',
    permission: 'member_or_desk',
    scope: 'requests:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Participant)),
  }),
  addParticipant: route({
    method: 'POST',
    path: '/api/v1/requests/:id/participants',
    summary: 'Let a member of the same company see the request and follow it, whatever the company shares',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: IdParams,
    body: object({ personId: Uuid }),
    status: 201,
    reply: ref(Participant),
    errors: ['too_many_participants', 'license_suspended', 'license_revoked'],
  }),
  removeParticipant: route({
    method: 'DELETE',
    path: '/api/v1/requests/:id/participants/:personId',
    summary: 'Take somebody out of a request, or leave it oneself',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: object({ id: Uuid, personId: Uuid }),
    status: 204,
    reply: null,
  }),
  listColleagues: route({
    method: 'GET',
    path: '/api/v1/requests/:id/colleagues',
    summary: 'Members of the request’s company who could be added, by name; for whoever may add them',
    permission: 'member_or_desk',
    scope: 'requests:read',
    params: IdParams,
    query: object({ q: Type.Optional(Type.String({ maxLength: 200 })), ...pageQuery }),
    status: 200,
    reply: listOf(ref(Participant)),
  }),
};
