import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/**
 * `waiting`: not proved yet. `confirmed`: people with an address of it are let in at once. `record_missing`: still so,
 * but the record is gone and the confirmation ends soon. `ended`: it has ended; only a new proof helps.
 */
export const DOMAIN_STATES = ['waiting', 'confirmed', 'record_missing', 'ended'] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

/** What a domain is proved by: the record in DNS, or the vendor's word. */
export const DOMAIN_PROOFS = ['dns', 'vendor'] as const;

/** What the last look into DNS found: our record, none, only others, or nobody who answered. */
export const DOMAIN_FINDINGS = ['found', 'missing', 'other_value', 'no_answer'] as const;

export const DomainName = Type.String({ minLength: 1, maxLength: 253 });

export const CompanyDomain = object(
  {
    id: Uuid,
    domain: Type.String({ description: 'in ASCII (IDNA)' }),
    displayName: Type.String({ description: 'the same in its own letters' }),
    state: oneOf(DOMAIN_STATES),
    proof: nullable(oneOf(DOMAIN_PROOFS)),
    record: object({ name: Type.String(), value: Type.String() }),
    provedAt: nullable(Timestamp),
    checkedAt: nullable(Timestamp),
    finding: nullable(oneOf(DOMAIN_FINDINGS)),
    endsAt: nullable(Timestamp),
    createdAt: Timestamp,
  },
  'CompanyDomain',
);
export type CompanyDomain = Static<typeof CompanyDomain>;

const DomainParams = object({ id: Uuid, domainId: Uuid });

/** Mail domains of the company that the session acts for. */
export const companyDomainRoutes = {
  listDomains: route({
    method: 'GET',
    path: '/api/v1/companies/:id/domains',
    summary: 'Mail domains of the company, with the TXT record that proves each',
    permission: 'company_administrator',
    scope: 'company:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(CompanyDomain)),
    errors: ['not_found'],
  }),
  addDomain: route({
    method: 'POST',
    path: '/api/v1/companies/:id/domains',
    summary: 'Claim a mail domain; one that is claimed already is answered as it is',
    permission: 'company_administrator',
    params: IdParams,
    body: object({ domain: DomainName }),
    status: 201,
    reply: ref(CompanyDomain),
    errors: ['not_found', 'domain_is_suffix', 'free_mail_domain', 'too_many_domains'],
  }),
  checkDomain: route({
    method: 'POST',
    path: '/api/v1/companies/:id/domains/:domainId/check',
    summary: 'Look for the TXT record now; from then on people with an address of the domain are let in at once',
    permission: 'company_administrator',
    params: DomainParams,
    status: 200,
    reply: ref(CompanyDomain),
    errors: ['not_found', 'domain_taken', 'too_many_requests'],
    throttle: { by: 'person', limit: 20, seconds: 60 },
  }),
  removeDomain: route({
    method: 'DELETE',
    path: '/api/v1/companies/:id/domains/:domainId',
    summary: 'Give a domain up; members who came by it stay',
    permission: 'company_administrator',
    params: DomainParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
};
