import { Membership } from './accounts.ts';
import { License, licenseProof, PROOF_ERRORS } from './licensing.ts';
import { route } from './route.ts';
import { Email, InterfaceLanguage, object, oneOf, Password, PersonName, ref, type Static, Type } from './schema.ts';

const CompanyName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const CreateRegistration = object({
  ...licenseProof,
  email: Email,
  name: PersonName,
  password: Password,
  companyName: Type.Optional(CompanyName),
  language: InterfaceLanguage,
});
export type CreateRegistration = Static<typeof CreateRegistration>;

export const AddLicense = object({
  ...licenseProof,
  companyName: Type.Optional(
    Type.String({
      ...CompanyName,
      description:
        'for another company than the one the session acts for: a new one of this name, or the one that has it',
    }),
  ),
});
export type AddLicense = Static<typeof AddLicense>;

export const registrationRoutes = {
  createRegistration: route({
    method: 'POST',
    path: '/api/v1/registrations',
    summary: 'Register with an activation code or a key file, one of the two; the next step comes by e-mail',
    permission: 'anyone',
    body: CreateRegistration,
    status: 202,
    reply: object({ status: oneOf(['confirmation_sent']) }),
    idempotent: false,
    errors: [...PROOF_ERRORS, 'too_many_requests'],
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
  addLicense: route({
    method: 'POST',
    path: '/api/v1/licenses',
    summary: 'Add a license by activation code or key file, one of the two',
    permission: 'customer',
    body: AddLicense,
    status: 201,
    /** The license; or, where it belongs to a company that has to let the person in, the membership that waits. */
    reply: Type.Union([ref(License), ref(Membership)]),
    idempotent: true,
    errors: [...PROOF_ERRORS, 'license_already_added', 'license_claimed', 'too_many_requests'],
    throttle: { by: 'person', limit: 100, seconds: 600 },
  }),
};
