import { route } from './route.ts';
import { Email, InterfaceLanguage, object, oneOf, Password, PersonName, type Static, Type } from './schema.ts';

export const CreateRegistration = object({
  activationCode: Type.String({ minLength: 1, maxLength: 60 }),
  email: Email,
  name: PersonName,
  password: Password,
  companyName: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })),
  language: InterfaceLanguage,
});
export type CreateRegistration = Static<typeof CreateRegistration>;

export const registrationRoutes = {
  createRegistration: route({
    method: 'POST',
    path: '/api/v1/registrations',
    summary: 'Register with an activation code; the next step comes by e-mail',
    permission: 'anyone',
    body: CreateRegistration,
    status: 202,
    reply: object({ status: oneOf(['confirmation_sent']) }),
    idempotent: false,
    errors: [
      'activation_code_mistyped',
      'activation_code_unknown',
      'license_expired',
      'license_suspended',
      'license_revoked',
      'too_many_requests',
    ],
    throttle: { by: 'address', limit: 20, seconds: 600 },
  }),
  confirmRegistration: route({
    method: 'POST',
    path: '/api/v1/registrations/confirm',
    summary: 'Confirm the e-mail address with the token of the link',
    permission: 'anyone',
    body: object({ token: Type.String({ minLength: 20, maxLength: 200 }) }),
    status: 200,
    reply: object({
      email: Email,
      companyName: Type.String(),
      /** `pending`: the license belongs to a company, whose administrators decide. */
      membership: oneOf(['active', 'pending']),
    }),
    errors: ['link_expired'],
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
};
