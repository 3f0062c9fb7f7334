import { listOf, pageQuery } from './lists.ts';
import { MEMBERSHIP_STATES } from './accounts.ts';
import { MemberRole } from './permissions.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** Whose requests a user of the company sees: their own, or all of the company's. Administrators see all. */
export const SHARING = ['own', 'company'] as const;
export type Sharing = (typeof SHARING)[number];

/** What all licenses of a company are worth together, best first. */
export const STANDINGS = ['active', 'expired', 'suspended', 'revoked'] as const;

const CompanyName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const Company = object(
  {
    id: Uuid,
    name: Type.String(),
    sharing: oneOf(SHARING),
    /** What its licenses are worth together: as much as the best of them. */
    standing: oneOf(STANDINGS),
    pendingMembers: nullable(Type.Integer({ description: 'how many wait to be let in; null for users' })),
    version: Type.Integer(),
  },
  'Company',
);
export type Company = Static<typeof Company>;

export const PatchCompany = object({
  name: Type.Optional(CompanyName),
  sharing: Type.Optional(oneOf(SHARING)),
});
export type PatchCompany = Static<typeof PatchCompany>;

export const CompanyMember = object(
  {
    id: Uuid,
    personId: Uuid,
    name: Type.String(),
    email: nullable(Type.String({ description: 'null for users' })),
    emailBouncing: nullable(
      Type.Boolean({ description: 'mail to the address was last refused for good; null for users' }),
    ),
    role: MemberRole,
    state: oneOf(MEMBERSHIP_STATES),
    joinedAt: Timestamp,
  },
  'CompanyMember',
);
export type CompanyMember = Static<typeof CompanyMember>;

const MemberParams = object({ id: Uuid, memberId: Uuid });

/** The company that the session acts for; any other is `not_found`, also one that the caller belongs to as well. */
export const companyRoutes = {
  getCompany: route({
    method: 'GET',
    path: '/api/v1/companies/:id',
    summary: 'The company the session acts for',
    permission: 'member',
    scope: 'company:read',
    params: IdParams,
    status: 200,
    reply: ref(Company),
    errors: ['not_found'],
  }),
  patchCompany: route({
    method: 'PATCH',
    path: '/api/v1/companies/:id',
    summary: 'Change the name of the company, or who sees its requests',
    permission: 'company_administrator',
    params: IdParams,
    body: PatchCompany,
    status: 200,
    reply: ref(Company),
    errors: ['not_found'],
    versioned: true,
  }),
  listMembers: route({
    method: 'GET',
    path: '/api/v1/companies/:id/members',
    summary: 'Members in the order of joining; only administrators see addresses and who waits to be let in',
    permission: 'member',
    scope: 'company:read',
    params: IdParams,
    query: object({
      state: Type.Optional(oneOf(MEMBERSHIP_STATES)),
      /** Part of a name. */
      q: Type.Optional(Type.String({ maxLength: 200 })),
      ...pageQuery,
    }),
    status: 200,
    reply: listOf(ref(CompanyMember)),
    errors: ['not_found'],
  }),
  approveMember: route({
    method: 'POST',
    path: '/api/v1/companies/:id/members/:memberId/approve',
    summary: 'Let in a person who waits; they are told by mail',
    permission: 'company_administrator',
    params: MemberParams,
    status: 200,
    reply: ref(CompanyMember),
    errors: ['not_found'],
  }),
  rejectMember: route({
    method: 'POST',
    path: '/api/v1/companies/:id/members/:memberId/reject',
    summary: 'Turn away a person who waits',
    permission: 'company_administrator',
    params: MemberParams,
    status: 204,
    reply: null,
    errors: ['not_found', 'conflict'],
  }),
  changeMemberRole: route({
    method: 'POST',
    path: '/api/v1/companies/:id/members/:memberId/role',
    summary: 'Make a member an administrator or a user; the last administrator stays one',
    permission: 'company_administrator',
    params: MemberParams,
    body: object({ role: MemberRole }),
    status: 200,
    reply: ref(CompanyMember),
    errors: ['not_found', 'conflict', 'last_administrator'],
  }),
  removeMember: route({
    method: 'DELETE',
    path: '/api/v1/companies/:id/members/:memberId',
    summary: 'Remove a member: their sessions end, their requests stay; the last administrator cannot be removed',
    permission: 'company_administrator',
    params: MemberParams,
    status: 204,
    reply: null,
    errors: ['not_found', 'conflict', 'last_administrator'],
  }),
};
