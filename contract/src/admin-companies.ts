import { Company, CompanyMember } from './companies.ts';
import { CompanyDomain, DomainName } from './company-domains.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, object, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

const counts = {
  members: Type.Integer(),
  pendingMembers: Type.Integer(),
  licenses: Type.Integer(),
};

export const CompanySummary = object(
  { id: Uuid, name: Type.String(), ...counts, createdAt: Timestamp },
  'CompanySummary',
);
export type CompanySummary = Static<typeof CompanySummary>;

export const CompanyRecord = object(
  {
    id: Uuid,
    name: Type.String(),
    sharing: Company.properties.sharing,
    ...counts,
    requests: Type.Integer(),
    openRequests: Type.Integer(),
    createdAt: Timestamp,
    version: Type.Integer(),
  },
  'CompanyRecord',
);
export type CompanyRecord = Static<typeof CompanyRecord>;

const DomainParams = object({ id: Uuid, domainId: Uuid });

/** Companies as the vendor's administrators see them: who they are and what they have, never what they wrote. */
export const adminCompanyRoutes = {
  listCompanies: route({
    method: 'GET',
    path: '/api/v1/admin/companies',
    summary: 'Companies, newest first; `q` is a part of a name, of a mail domain, or of the address of a member',
    permission: 'admin',
    query: object({ q: Type.Optional(Type.String({ maxLength: 200 })), ...pageQuery }),
    status: 200,
    reply: listOf(ref(CompanySummary)),
  }),
  getCompanyRecord: route({
    method: 'GET',
    path: '/api/v1/admin/companies/:id',
    summary: 'One company with its counts',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(CompanyRecord),
  }),
  renameCompany: route({
    method: 'PATCH',
    path: '/api/v1/admin/companies/:id',
    summary: 'Change the name of a company',
    permission: 'admin',
    params: IdParams,
    body: object({ name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })) }),
    status: 200,
    reply: ref(CompanyRecord),
    versioned: true,
  }),
  listMembersOf: route({
    method: 'GET',
    path: '/api/v1/admin/companies/:id/members',
    summary: 'Members of a company, and who waits, in the order of joining',
    permission: 'admin',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(CompanyMember)),
  }),
  listDomainsOf: route({
    method: 'GET',
    path: '/api/v1/admin/companies/:id/domains',
    summary: 'Mail domains of a company',
    permission: 'admin',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(CompanyDomain)),
  }),
  vouchForDomain: route({
    method: 'POST',
    path: '/api/v1/admin/companies/:id/domains',
    summary: "Confirm a mail domain of a company by the vendor's word; no record in DNS is looked for",
    permission: 'admin',
    fresh: true,
    params: IdParams,
    body: object({ domain: DomainName }),
    status: 201,
    reply: ref(CompanyDomain),
    errors: ['domain_is_suffix', 'free_mail_domain', 'domain_taken', 'too_many_domains'],
  }),
  withdrawDomain: route({
    method: 'DELETE',
    path: '/api/v1/admin/companies/:id/domains/:domainId',
    summary: 'Take a mail domain away from a company, however it was proved; members who came by it stay',
    permission: 'admin',
    fresh: true,
    params: DomainParams,
    status: 204,
    reply: null,
  }),
};
