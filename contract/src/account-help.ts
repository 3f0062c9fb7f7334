import { MessageText } from './requests.ts';
import { route } from './route.ts';
import { Email, InterfaceLanguage, object, oneOf, PersonName, type Static, Type } from './schema.ts';

export const CreateAccountHelp = object({
  name: PersonName,
  email: Email,
  companyName: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })),
  activationCode: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  text: MessageText,
  language: InterfaceLanguage,
});
export type CreateAccountHelp = Static<typeof CreateAccountHelp>;

/** For people who cannot get in: a code that is not found, an administrator who has left, a license somebody else claimed. */
export const accountHelpRoutes = {
  createAccountHelp: route({
    method: 'POST',
    path: '/api/v1/account-help',
    summary: 'Ask the vendor for help with an account; nothing is filed before the mailed link is followed',
    permission: 'anyone',
    body: CreateAccountHelp,
    status: 202,
    reply: object({ status: oneOf(['confirmation_sent']) }),
    errors: ['too_many_requests'],
    throttle: { by: 'address', limit: 10, seconds: 3600 },
  }),
  confirmAccountHelp: route({
    method: 'POST',
    path: '/api/v1/account-help/confirm',
    summary: 'Confirm the e-mail address with the token of the link; files the request',
    permission: 'anyone',
    body: object({ token: Type.String({ minLength: 20, maxLength: 200 }) }),
    status: 200,
    reply: object({
      number: Type.String(),
      trackingToken: Type.String({ description: 'opens the request at /track#TOKEN' }),
    }),
    errors: ['link_expired'],
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
};
