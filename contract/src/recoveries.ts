import { route } from './route.ts';
import { Email, object, oneOf, type Static, Type } from './schema.ts';

export const CreateKeyFileRecovery = object({
  activationCode: Type.String({ minLength: 1, maxLength: 60 }),
  email: Email,
});
export type CreateKeyFileRecovery = Static<typeof CreateKeyFileRecovery>;

export const recoveryRoutes = {
  createKeyFileRecovery: route({
    method: 'POST',
    path: '/api/v1/key-file-recoveries',
    summary:
      'Ask for lost key files; they go by mail to an administrator of the company that has the license, ' +
      'if the address is theirs. The answer is the same in every case',
    permission: 'anyone',
    body: CreateKeyFileRecovery,
    status: 202,
    reply: object({ status: oneOf(['received']) }),
    errors: ['activation_code_mistyped', 'too_many_requests'],
    throttle: { by: 'address', limit: 20, seconds: 600 },
  }),
};
