import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';
import { STAFF_TOKEN_SCOPES, TOKEN_SCOPES } from './token-scopes.ts';

export const TOKEN_DAYS_MAX = 365;

const tokenFields = {
  id: Uuid,
  name: Type.String(),
  hint: Type.String({ description: 'the first characters' }),
  scopes: Type.Array(oneOf(TOKEN_SCOPES)),
  person: object({ id: Uuid, name: Type.String() }),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  expired: Type.Boolean(),
  lastUsedAt: nullable(Timestamp),
  lastUsedFrom: nullable(Type.String({ description: 'address' })),
};
export const ApiToken = object(tokenFields, 'ApiToken');
export type ApiToken = Static<typeof ApiToken>;
export const NewApiToken = object(
  { ...tokenFields, token: Type.String({ description: 'shown this one time' }) },
  'NewApiToken',
);
export type NewApiToken = Static<typeof NewApiToken>;

const createBody = <const S extends readonly string[]>(scopes: S) =>
  object({
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    scopes: Type.Array(oneOf(scopes), { minItems: 1, uniqueItems: true }),
    expiresInDays: Type.Integer({ minimum: 1, maximum: TOKEN_DAYS_MAX }),
  });
export const CreateApiToken = createBody(TOKEN_SCOPES);
export type CreateApiToken = Static<typeof CreateApiToken>;
export const CreateStaffApiToken = createBody(STAFF_TOKEN_SCOPES);

const TokenParams = object({ id: Uuid, tokenId: Uuid });
/** A token is worth a session, so nobody needs many. */
const throttle = { by: 'person', limit: 30, seconds: 3600 } as const;

/** Tokens act for the person who made them, with that person's rights of the moment. No token makes tokens. */
export const tokenRoutes = {
  listTokens: route({
    method: 'GET',
    path: '/api/v1/companies/:id/tokens',
    summary: 'The tokens of all administrators of the company, newest first',
    permission: 'company_administrator',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(ApiToken)),
    errors: ['not_found'],
  }),
  createToken: route({
    method: 'POST',
    path: '/api/v1/companies/:id/tokens',
    summary: 'Make a token that acts for oneself in this company; it is shown once',
    permission: 'company_administrator',
    fresh: true,
    params: IdParams,
    body: CreateApiToken,
    status: 201,
    reply: ref(NewApiToken),
    errors: ['not_found', 'secret_already_shown'],
    idempotent: true,
    throttle,
  }),
  revokeToken: route({
    method: 'DELETE',
    path: '/api/v1/companies/:id/tokens/:tokenId',
    summary: 'End a token of the company at once',
    permission: 'company_administrator',
    params: TokenParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
  listOwnTokens: route({
    method: 'GET',
    path: '/api/v1/me/tokens',
    summary: 'Own tokens of a member of staff, newest first',
    permission: 'staff',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(ApiToken)),
  }),
  createOwnToken: route({
    method: 'POST',
    path: '/api/v1/me/tokens',
    summary: 'Make a token that acts for oneself; it is shown once',
    permission: 'staff',
    fresh: true,
    body: CreateStaffApiToken,
    status: 201,
    reply: ref(NewApiToken),
    errors: ['secret_already_shown'],
    idempotent: true,
    throttle,
  }),
  revokeOwnToken: route({
    method: 'DELETE',
    path: '/api/v1/me/tokens/:id',
    summary: 'End one of one’s own tokens at once',
    permission: 'staff',
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
};
