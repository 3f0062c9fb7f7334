import { listOf, pageQuery } from './lists.ts';
import { AgentRole } from './permissions.ts';
import { route } from './route.ts';
import {
  Email,
  IdParams,
  InterfaceLanguage,
  nullable,
  object,
  Password,
  PersonName,
  ref,
  type Static,
  Timestamp,
  Type,
  Uuid,
} from './schema.ts';

const Roles = Type.Array(AgentRole, { minItems: 1, maxItems: 4, uniqueItems: true });

export const StaffMember = object(
  {
    id: Uuid,
    name: Type.String(),
    email: Email,
    language: InterfaceLanguage,
    roles: Type.Array(AgentRole),
    active: Type.Boolean(),
    /** Requests not resolved yet that this person has taken or was given. */
    openRequests: Type.Integer(),
    lastSeenAt: nullable(Timestamp),
    createdAt: Timestamp,
  },
  'StaffMember',
);
export type StaffMember = Static<typeof StaffMember>;

export const InviteAgent = object({ email: Email, name: PersonName, language: InterfaceLanguage, roles: Roles });
export type InviteAgent = Static<typeof InviteAgent>;

/** `link` opens the account once, within 48 hours; null where it went out by mail. */
const Invited = object({ agent: ref(StaffMember), link: nullable(Type.String()) });

export const SetUp = object({
  token: Type.String({ minLength: 1, maxLength: 200 }),
  email: Email,
  name: PersonName,
  password: Password,
  language: InterfaceLanguage,
});
export type SetUp = Static<typeof SetUp>;

export const adminAgentRoutes = {
  setUp: route({
    method: 'POST',
    path: '/api/v1/set-up',
    summary: 'Make the first admin, by the link that the program printed at its start; dead as soon as there is one',
    permission: 'anyone',
    body: SetUp,
    status: 201,
    reply: object({ email: Email }),
    errors: ['link_expired', 'person_is_member', 'too_many_requests'],
    throttle: { by: 'address', limit: 30, seconds: 600 },
  }),
  listAgents: route({
    method: 'GET',
    path: '/api/v1/admin/agents',
    summary: "The vendor's staff in the order of coming, those who left too",
    permission: 'admin',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(StaffMember)),
  }),
  inviteAgent: route({
    method: 'POST',
    path: '/api/v1/admin/agents',
    summary: 'Make a person staff; they set a password by a link within 48 hours',
    permission: 'admin',
    fresh: true,
    body: InviteAgent,
    status: 201,
    reply: Invited,
    errors: ['person_is_staff', 'person_is_member'],
  }),
  inviteAgentAgain: route({
    method: 'POST',
    path: '/api/v1/admin/agents/:id/invitation',
    summary: 'Give a person who has never signed in a new link; the old one ends',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: Invited,
    errors: ['not_found', 'conflict'],
  }),
  changeAgentRoles: route({
    method: 'POST',
    path: '/api/v1/admin/agents/:id/roles',
    summary: 'Change what a person of the staff may do; requests of a desk they leave go back to its queue',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    body: object({ roles: Roles }),
    status: 200,
    reply: ref(StaffMember),
    errors: ['not_found', 'last_admin'],
  }),
  deactivateAgent: route({
    method: 'POST',
    path: '/api/v1/admin/agents/:id/deactivate',
    summary: 'Close an account of the staff: sessions end at once, open requests go back to their queues',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: ref(StaffMember),
    errors: ['not_found', 'last_admin'],
  }),
  reactivateAgent: route({
    method: 'POST',
    path: '/api/v1/admin/agents/:id/reactivate',
    summary: 'Open a closed account of the staff again, with the roles it had',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: ref(StaffMember),
    errors: ['not_found', 'person_is_member'],
  }),
};
