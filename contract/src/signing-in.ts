import { route } from './route.ts';
import { object, Type } from './schema.ts';

/** What a person does about their own ways of signing in. */
export const signingInRoutes = {
  signInAgain: route({
    method: 'POST',
    path: '/api/v1/me/sign-in-again',
    summary: 'Confirm who is at the keyboard: opens what asks for a fresh sign-in, for ten minutes',
    permission: 'signed_in',
    body: object({ password: Type.String({ minLength: 1, maxLength: 256 }) }),
    status: 204,
    reply: null,
    errors: ['invalid_credentials', 'too_many_requests'],
  }),
};
