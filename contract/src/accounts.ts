import { AgentRole, MemberRole } from './permissions.ts';
import { route } from './route.ts';
import {
  Email,
  InterfaceLanguage,
  nullable,
  object,
  oneOf,
  Password,
  PersonName,
  ref,
  type Static,
  Timestamp,
  Type,
  Uuid,
} from './schema.ts';

export const MEMBERSHIP_STATES = ['active', 'pending'] as const;

/** A company that the person belongs to, or waits to be let into. A pending member learns nothing but its name. */
export const Membership = object(
  {
    companyId: Uuid,
    companyName: Type.String(),
    role: MemberRole,
    state: oneOf(MEMBERSHIP_STATES),
  },
  'Membership',
);
export type Membership = Static<typeof Membership>;

export const Me = object(
  {
    id: Uuid,
    name: Type.String(),
    email: Email,
    emailBouncing: Type.Boolean({ description: 'its mail server last refused mail to this address for good' }),
    language: InterfaceLanguage,
    timeZone: Type.String({ description: 'IANA name' }),
    agentRoles: Type.Array(AgentRole),
    memberships: Type.Array(ref(Membership)),
    /** The company the session acts for; null for staff and while every membership is pending. */
    company: nullable(object({ id: Uuid, name: Type.String(), role: MemberRole })),
    secondFactorMissing: Type.Boolean({ description: 'nothing else is open until a second factor is set up' }),
    version: Type.Integer(),
  },
  'Me',
);
export type Me = Static<typeof Me>;

export const PatchMe = object({
  name: Type.Optional(PersonName),
  language: Type.Optional(InterfaceLanguage),
  timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
});

/** The few settings of the vendor that every page needs. */
export const Vendor = object({
  name: Type.String(),
  productName: Type.String(),
  demo: Type.Boolean(),
  renewalContact: nullable(
    Type.String({ description: 'where licenses are renewed: an e-mail address or a web address' }),
  ),
  mailDelivered: Type.Boolean({ description: 'false: mail is only kept in the log' }),
});

const SignedIn = object({ signedIn: Type.Boolean() });

/** The password was right; where the person has a second factor, that is asked for next. */
const PasswordTaken = object({
  signedIn: Type.Boolean(),
  secondStep: nullable(
    object({
      token: Type.String({ description: 'names this sign-in in the second step; ten minutes' }),
      authenticator: Type.Boolean(),
      passkey: Type.Boolean(),
    }),
  ),
});

const Session = object({
  session: nullable(object({ id: Uuid, expiresAt: Timestamp })),
  person: nullable(object({ id: Uuid })),
});

export const accountRoutes = {
  getVendor: route({
    method: 'GET',
    path: '/api/v1/vendor',
    summary: 'The vendor of this installation',
    permission: 'anyone',
    status: 200,
    reply: Vendor,
  }),
  getMe: route({
    method: 'GET',
    path: '/api/v1/me',
    summary: 'The person signed in',
    permission: 'signed_in',
    scope: 'any',
    beforeSecondFactor: true,
    status: 200,
    reply: ref(Me),
  }),
  patchMe: route({
    method: 'PATCH',
    path: '/api/v1/me',
    summary: 'Change name, language or time zone',
    permission: 'signed_in',
    beforeSecondFactor: true,
    body: PatchMe,
    status: 200,
    reply: ref(Me),
    versioned: true,
  }),
  chooseCompany: route({
    method: 'PUT',
    path: '/api/v1/me/company',
    summary: 'Choose the company the session acts for',
    permission: 'signed_in',
    body: object({ companyId: Uuid }),
    status: 200,
    reply: ref(Me),
  }),
  leaveCompany: route({
    method: 'DELETE',
    path: '/api/v1/me/companies/:companyId',
    summary: 'Leave a company, or stop waiting for it; sessions that act for it end',
    permission: 'customer',
    params: object({ companyId: Uuid }),
    query: object({
      withoutAdministrator: Type.Optional(
        Type.Boolean({ description: 'said by its last administrator: the vendor is then asked to appoint one' }),
      ),
    }),
    status: 204,
    reply: null,
    errors: ['not_found', 'last_administrator'],
  }),
  signIn: route({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    summary: 'Sign in with e-mail and password',
    permission: 'anyone',
    body: object({
      email: Email,
      password: Type.String({ maxLength: 256 }),
      rememberMe: Type.Optional(Type.Boolean()),
    }),
    status: 200,
    reply: PasswordTaken,
    answer: 'auth',
    errors: ['invalid_credentials', 'too_many_requests'],
    // A whole office may have one address; the attempts on one account are counted apart, and far lower.
    throttle: { by: 'address', limit: 120, seconds: 60 },
  }),
  signOut: route({
    method: 'POST',
    path: '/api/auth/sign-out',
    summary: 'End the session',
    permission: 'anyone',
    status: 200,
    reply: SignedIn,
    answer: 'auth',
  }),
  getSession: route({
    method: 'GET',
    path: '/api/auth/get-session',
    summary: 'The session of the cookie; both null when nobody is signed in',
    permission: 'anyone',
    status: 200,
    reply: Session,
    answer: 'auth',
  }),
  requestPasswordReset: route({
    method: 'POST',
    path: '/api/auth/request-password-reset',
    summary: 'Ask for a link to set a new password; the answer never tells whether the address is known',
    permission: 'anyone',
    body: object({ email: Email }),
    status: 200,
    reply: object({ status: oneOf(['sent_if_known']) }),
    answer: 'auth',
    errors: ['too_many_requests'],
    throttle: { by: 'address', limit: 20, seconds: 3600 },
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/auth/reset-password',
    summary: 'Set a new password with the token of the link',
    permission: 'anyone',
    body: object({ token: Type.String({ minLength: 1, maxLength: 200 }), newPassword: Password }),
    status: 200,
    reply: object({ status: oneOf(['changed']) }),
    answer: 'auth',
    errors: ['link_expired', 'too_many_requests'],
    throttle: { by: 'address', limit: 30, seconds: 600 },
  }),
};
