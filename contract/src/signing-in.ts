import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { PasskeyAnswer, SecondFactorCode } from './second-factors.ts';
import { IdParams, nullable, object, Password, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** A browser in which the person is signed in. */
export const OwnSession = object(
  {
    id: Uuid,
    /** Names of products, null where the browser does not tell. */
    browser: nullable(Type.String()),
    system: nullable(Type.String()),
    address: Type.String(),
    startedAt: Timestamp,
    lastUsedAt: Timestamp,
    current: Type.Boolean({ description: 'the session that asks' }),
  },
  'OwnSession',
);
export type OwnSession = Static<typeof OwnSession>;

const GivenPassword = Type.String({ minLength: 1, maxLength: 256 });

/** What a person does about their own ways of signing in. */
export const signingInRoutes = {
  signInAgain: route({
    method: 'POST',
    path: '/api/v1/me/sign-in-again',
    summary:
      'Confirm who is at the keyboard, with the password (and the code of a second factor, where there is one) or a ' +
      'passkey: opens what asks for a fresh sign-in, for ten minutes',
    permission: 'signed_in',
    beforeSecondFactor: true,
    body: object({
      password: Type.Optional(GivenPassword),
      code: Type.Optional(SecondFactorCode),
      passkey: Type.Optional(ref(PasskeyAnswer)),
    }),
    status: 204,
    reply: null,
    errors: ['invalid_credentials', 'second_factor_wrong', 'passkey_refused', 'too_many_requests'],
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/v1/me/password',
    summary: 'Change the password; ends every other session',
    permission: 'signed_in',
    beforeSecondFactor: true,
    body: object({ currentPassword: GivenPassword, newPassword: Password }),
    status: 204,
    reply: null,
    errors: ['invalid_credentials', 'too_many_requests'],
  }),
  listOwnSessions: route({
    method: 'GET',
    path: '/api/v1/me/sessions',
    summary: 'Where the person is signed in, newest sign-in first',
    permission: 'signed_in',
    beforeSecondFactor: true,
    query: object(pageQuery),
    status: 200,
    reply: listOf(ref(OwnSession)),
  }),
  endOwnSession: route({
    method: 'DELETE',
    path: '/api/v1/me/sessions/:id',
    summary: 'End one of the own sessions, at once',
    permission: 'signed_in',
    beforeSecondFactor: true,
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
  endOtherSessions: route({
    method: 'DELETE',
    path: '/api/v1/me/sessions',
    summary: 'End every own session but the one that asks',
    permission: 'signed_in',
    beforeSecondFactor: true,
    status: 204,
    reply: null,
  }),
};
