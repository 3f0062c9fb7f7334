import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** Every deed that the audit log knows. The web has a sentence for each; one without does not compile. */
export const AUDIT_ACTIONS = [
  'account_help.received',
  'activation_code.shown',
  'agent.created',
  'agent.deactivated',
  'agent.invited_again',
  'agent.reactivated',
  'agent.roles_changed',
  'attachment.downloaded',
  'audit.exported',
  'audit_key.published',
  'company.changed',
  'domain.checked',
  'domain.claimed',
  'domain.confirmed',
  'domain.ended',
  'domain.removed',
  'key_files.downloaded',
  'key_files.recovered',
  'key_files.recovery_refused',
  'license.added',
  'license.changed',
  'license.claimed',
  'license.issued',
  'license.reminded',
  'license.resumed',
  'license.revoked',
  'license.suspended',
  'license_batch.codes_downloaded',
  'license_batch.issued',
  'license_batch.started',
  'license_key.published',
  'mail.read',
  'member.approved',
  'member.joined_by_domain',
  'member.rejected',
  'member.removed',
  'member.role_changed',
  'member.waiting',
  'message.written',
  'person.changed',
  'person.password_changed',
  'person.password_reset',
  'plan.changed',
  'plan.created',
  'plan.deleted',
  'product.changed',
  'product.created',
  'product.deleted',
  'product.moved',
  'registration.known_address',
  'registration.received',
  'request.assigned',
  'request.created',
  'request.edited',
  'request.status_changed',
  'session.company_chosen',
  'session.confirmed',
  'session.ended',
  'session.others_revoked',
  'session.refused',
  'session.revoked',
  'session.started',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AuditEntry = object(
  {
    id: Type.String(),
    at: Timestamp,
    action: oneOf(AUDIT_ACTIONS),
    person: nullable(
      object({
        id: Uuid,
        name: nullable(Type.String({ description: 'null once the person was erased' })),
        side: oneOf(['customer', 'vendor']),
      }),
    ),
    company: nullable(object({ id: Uuid, name: Type.String() })),
    address: nullable(Type.String({ description: 'from where; never told of the vendor’s staff to customers' })),
    agent: nullable(Type.String({ description: 'what the program that called says it is' })),
    sessionId: nullable(Uuid),
    tokenId: nullable(Uuid),
    object: object({
      type: Type.String(),
      id: Type.String(),
      name: nullable(Type.String({ description: 'null when it does not exist any more' })),
      requestId: nullable(Uuid),
    }),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'ids and words about the deed' }),
  },
  'AuditEntry',
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditFilters = {
  person: Type.Optional(Uuid),
  action: Type.Optional(oneOf(AUDIT_ACTIONS)),
  object: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  from: Type.Optional(Timestamp),
  to: Type.Optional(Timestamp),
};
export const AdminAuditFilters = { company: Type.Optional(Uuid), ...AuditFilters };

const csv = { status: 200, reply: null, answer: 'raw', mediaType: 'text/csv' } as const;

/** What happened, newest first. A company sees the deeds that concern it, those of the vendor's staff too. */
export const auditRoutes = {
  listCompanyAudit: route({
    method: 'GET',
    path: '/api/v1/companies/:id/audit',
    summary: 'Who did what in the company',
    permission: 'company_administrator',
    params: IdParams,
    query: object({ ...AuditFilters, ...pageQuery }),
    status: 200,
    reply: listOf(ref(AuditEntry)),
    errors: ['not_found'],
  }),
  exportCompanyAudit: route({
    method: 'GET',
    path: '/api/v1/companies/:id/audit/export',
    summary: 'The same as CSV, all of it',
    permission: 'company_administrator',
    params: IdParams,
    query: object(AuditFilters),
    ...csv,
    errors: ['not_found'],
  }),
  listAudit: route({
    method: 'GET',
    path: '/api/v1/admin/audit',
    summary: 'Who did what in the installation',
    permission: 'admin',
    query: object({ ...AdminAuditFilters, ...pageQuery }),
    status: 200,
    reply: listOf(ref(AuditEntry)),
  }),
  exportAudit: route({
    method: 'GET',
    path: '/api/v1/admin/audit/export',
    summary: 'The same as CSV, all of it',
    permission: 'admin',
    query: object(AdminAuditFilters),
    ...csv,
  }),
};
