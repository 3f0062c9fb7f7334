import { draftQuery } from './draft-query.ts';
import { RATINGS, REMARK_MAX, Request, SUBJECT_MAX, TEXT_MAX } from './requests.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, TextLanguage, Type } from './schema.ts';

export const RateRequest = object({
  value: oneOf(RATINGS),
  comment: Type.Optional(Type.String({ maxLength: REMARK_MAX })),
});
export type RateRequest = Static<typeof RateRequest>;

/** What is asked about a request before it is filed, or done with it as a whole. */
export const requestDeedRoutes = {
  detectLanguage: route({
    method: 'POST',
    path: '/api/v1/requests/language',
    summary: 'The language that a request with this text would get; null where it cannot be told from the text',
    permission: 'member',
    scope: 'requests:write',
    body: object({ subject: Type.String({ maxLength: SUBJECT_MAX }), text: Type.String({ maxLength: TEXT_MAX }) }),
    status: 200,
    reply: object({ language: nullable(TextLanguage) }),
  }),
  closeRequest: route({
    method: 'POST',
    path: '/api/v1/requests/:id/close',
    summary: 'Withdraw a request that is open, or close one that is resolved',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: IdParams,
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed', 'license_suspended', 'license_revoked'],
  }),
  reopenRequest: route({
    method: 'POST',
    path: '/api/v1/requests/:id/reopen',
    summary: 'Open a resolved request again, or one that was closed in the last 30 days',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: IdParams,
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed', 'license_suspended', 'license_revoked'],
  }),
  escalateRequest: route({
    method: 'POST',
    path: '/api/v1/requests/:id/escalate',
    summary: 'Bring a request that the vendor works on before the lead, with a reason; once until the vendor answers',
    permission: 'member',
    scope: 'requests:write',
    params: IdParams,
    query: draftQuery,
    body: object({ reason: Type.String({ minLength: 1, maxLength: REMARK_MAX, pattern: '\\S' }) }),
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed', 'license_suspended', 'license_revoked'],
  }),
  disputeRequest: route({
    method: 'POST',
    path: '/api/v1/requests/:id/dispute',
    summary: 'Object to the verdict on a submission, once and with a reason; another analyst looks at it again',
    permission: 'member',
    scope: 'requests:write',
    params: IdParams,
    query: draftQuery,
    body: object({ text: Type.String({ minLength: 1, maxLength: REMARK_MAX, pattern: '\\S' }) }),
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed', 'license_suspended', 'license_revoked'],
  }),
  rateRequest: route({
    method: 'POST',
    path: '/api/v1/requests/:id/rating',
    summary: 'Say how a request was resolved, or say it anew; one rating for each resolution',
    permission: 'member',
    scope: 'requests:write',
    params: IdParams,
    query: draftQuery,
    body: RateRequest,
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed', 'license_suspended', 'license_revoked'],
  }),
};
