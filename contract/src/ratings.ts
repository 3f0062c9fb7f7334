import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { RateRequest } from './request-deeds.ts';
import { DESKS, Participant, RATINGS, REMARK_MAX, Request } from './requests.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** A resolved request as the link in the mail about its resolution opens it: nothing but how it is rated. */
export const RatedRequest = object(
  {
    number: Type.String(),
    subject: Type.String(),
    value: nullable(oneOf(RATINGS), { description: 'what has been said of it; null: nothing yet' }),
    comment: nullable(Type.String()),
  },
  'RatedRequest',
);
export type RatedRequest = Static<typeof RatedRequest>;

/** What a customer said of one resolution, as staff read it. */
export const GivenRating = object(
  {
    request: object({ id: Uuid, desk: oneOf(DESKS), number: Type.String(), subject: Type.String() }),
    company: object({ id: Uuid, name: Type.String() }),
    author: ref(Participant),
    owner: nullable(ref(Participant), { description: 'who was in charge when it was first given' }),
    value: oneOf(RATINGS),
    comment: nullable(Type.String()),
    updatedAt: Timestamp,
    unsettled: Type.Boolean({ description: 'bad, and no lead has seen to it since it was last changed' }),
    settled: nullable(object({ by: ref(Participant), at: Timestamp, note: nullable(Type.String()) })),
  },
  'GivenRating',
);
export type GivenRating = Static<typeof GivenRating>;

export const RATING_LISTS = ['unsettled', 'settled', 'all'] as const;

export const CompanyRatings = object(
  { recent: Type.Array(ref(GivenRating), { description: 'the last five' }) },
  'CompanyRatings',
);
export type CompanyRatings = Static<typeof CompanyRatings>;

export const ratingRoutes = {
  /** The token of the link stands in `Authorization: Bearer …`; the page that the link opens asks nothing by itself of what it would change. */
  getRatedRequest: route({
    method: 'GET',
    path: '/api/v1/public/rating',
    summary: 'The resolved request that the link in a mail asks about; changes nothing',
    permission: 'anyone',
    tracking: true,
    status: 200,
    reply: ref(RatedRequest),
    throttle: { by: 'address', limit: 600, seconds: 600 },
  }),
  rateByLink: route({
    method: 'POST',
    path: '/api/v1/public/rating',
    summary: 'Say how the request was resolved, or say it anew, without signing in',
    permission: 'anyone',
    tracking: true,
    body: RateRequest,
    status: 200,
    reply: ref(RatedRequest),
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
  listRatings: route({
    method: 'GET',
    path: '/api/v1/desk/ratings',
    summary:
      'Ratings of all requests, those changed last first: bad ones nobody has seen to (the default), those settled, or all',
    permission: 'lead',
    scope: 'requests:read',
    query: object({ ...pageQuery, list: Type.Optional(oneOf(RATING_LISTS)) }),
    status: 200,
    reply: listOf(ref(GivenRating)),
  }),
  settleRating: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/settle-rating',
    summary: 'Say that the bad ratings of a request have been seen to, with a note for colleagues',
    permission: 'lead',
    scope: 'requests:write',
    params: IdParams,
    query: draftQuery,
    body: object({ note: Type.Optional(Type.String({ maxLength: REMARK_MAX })) }),
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed'],
  }),
  getCompanyRatings: route({
    method: 'GET',
    path: '/api/v1/desk/requests/:id/ratings',
    summary: 'What the company of a request said last of how its requests were resolved',
    permission: 'desk',
    scope: 'requests:read',
    params: IdParams,
    status: 200,
    reply: ref(CompanyRatings),
  }),
};
