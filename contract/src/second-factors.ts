import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** Bytes as WebAuthn writes them in JSON: base64url without padding. */
const bytes = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' });
/** Six digits of an authenticator app, or a recovery code; spaces and dashes do not matter. */
export const SecondFactorCode = Type.String({ minLength: 1, maxLength: 40 });
const PasskeyName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const RecoveryCodes = Type.Array(Type.String());

/** More would be a mistake, or an attack on the list. */
export const PASSKEYS_MAX = 20;

export const Passkey = object(
  {
    id: Uuid,
    name: Type.String(),
    synced: Type.Boolean({ description: 'kept by the maker of the device for all devices of the person' }),
    createdAt: Timestamp,
    lastUsedAt: nullable(Timestamp),
  },
  'Passkey',
);
export type Passkey = Static<typeof Passkey>;

/** What a passkey answered: the parts of the browser's `AuthenticatorAssertionResponse`. */
export const PasskeyAnswer = object(
  {
    credentialId: bytes(1400),
    clientData: bytes(4000),
    authenticatorData: bytes(4000),
    signature: bytes(2000),
  },
  'PasskeyAnswer',
);
export type PasskeyAnswer = Static<typeof PasskeyAnswer>;

/** How a person proves who they are besides the password. */
export const SecondFactors = object(
  {
    required: Type.Boolean({ description: 'staff must have one: the last cannot be removed' }),
    authenticatorSince: nullable(Timestamp),
    passkeys: Type.Array(ref(Passkey)),
    recoveryCodesLeft: Type.Integer(),
  },
  'SecondFactors',
);
export type SecondFactors = Static<typeof SecondFactors>;

const CredentialDescriptor = object({
  id: Type.String(),
  type: oneOf(['public-key']),
  transports: Type.Optional(Type.Array(Type.String())),
});

/** `PublicKeyCredentialCreationOptionsJSON`, as far as it is used. */
export const PasskeyCreation = object(
  {
    rp: object({ id: Type.String(), name: Type.String() }),
    user: object({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    challenge: Type.String(),
    pubKeyCredParams: Type.Array(object({ type: oneOf(['public-key']), alg: Type.Integer() })),
    timeout: Type.Integer(),
    excludeCredentials: Type.Array(CredentialDescriptor),
    authenticatorSelection: object({
      residentKey: oneOf(['required']),
      requireResidentKey: Type.Boolean(),
      userVerification: oneOf(['required']),
    }),
    attestation: oneOf(['none']),
  },
  'PasskeyCreation',
);
export type PasskeyCreation = Static<typeof PasskeyCreation>;

/** `PublicKeyCredentialRequestOptionsJSON`, as far as it is used. */
export const PasskeyRequest = object(
  {
    challenge: Type.String(),
    rpId: Type.String(),
    timeout: Type.Integer(),
    userVerification: oneOf(['required']),
  },
  'PasskeyRequest',
);
export type PasskeyRequest = Static<typeof PasskeyRequest>;

const SignedIn = object({ signedIn: Type.Boolean() });

export const secondFactorRoutes = {
  signInSecondStep: route({
    method: 'POST',
    path: '/api/auth/sign-in/second-step',
    summary: 'Finish a sign-in whose password was right with a code of the authenticator app or a recovery code',
    permission: 'anyone',
    body: object({ token: bytes(100), code: SecondFactorCode }),
    status: 200,
    reply: SignedIn,
    errors: ['second_factor_wrong', 'sign_in_expired', 'too_many_requests'],
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
  askPasskey: route({
    method: 'POST',
    path: '/api/auth/sign-in/passkey-options',
    summary: 'What the browser asks a passkey for; good once, for five minutes',
    permission: 'anyone',
    status: 200,
    reply: ref(PasskeyRequest),
    errors: ['passkeys_unavailable', 'too_many_requests'],
    throttle: { by: 'address', limit: 120, seconds: 600 },
  }),
  signInWithPasskey: route({
    method: 'POST',
    path: '/api/auth/sign-in/passkey',
    summary: 'Sign in with a passkey alone',
    permission: 'anyone',
    body: object({ passkey: ref(PasskeyAnswer), rememberMe: Type.Optional(Type.Boolean()) }),
    status: 200,
    reply: SignedIn,
    errors: ['passkey_refused', 'passkeys_unavailable', 'too_many_requests'],
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
  getSecondFactors: route({
    method: 'GET',
    path: '/api/v1/me/second-factors',
    summary: 'How the person proves who they are besides the password',
    permission: 'signed_in',
    beforeSecondFactor: true,
    status: 200,
    reply: ref(SecondFactors),
  }),
  beginAuthenticator: route({
    method: 'POST',
    path: '/api/v1/me/authenticator',
    summary: 'Begin to set up an authenticator app; one that works goes on working until the new one is confirmed',
    permission: 'signed_in',
    beforeSecondFactor: true,
    fresh: true,
    status: 200,
    reply: object({ secret: Type.String({ description: 'base32, to type in' }), uri: Type.String() }),
  }),
  confirmAuthenticator: route({
    method: 'POST',
    path: '/api/v1/me/authenticator/confirm',
    summary: 'Confirm the authenticator app with a code of it; with the first second factor come recovery codes, once',
    permission: 'signed_in',
    beforeSecondFactor: true,
    body: object({ code: SecondFactorCode }),
    status: 200,
    reply: object({ recoveryCodes: nullable(RecoveryCodes) }),
    errors: ['second_factor_wrong', 'conflict', 'too_many_requests'],
  }),
  removeAuthenticator: route({
    method: 'DELETE',
    path: '/api/v1/me/authenticator',
    summary: 'Take the authenticator app away',
    permission: 'signed_in',
    fresh: true,
    status: 204,
    reply: null,
    errors: ['not_found', 'last_second_factor'],
  }),
  renewRecoveryCodes: route({
    method: 'POST',
    path: '/api/v1/me/recovery-codes',
    summary: 'Make new recovery codes; the old ones are worth nothing from then on',
    permission: 'signed_in',
    fresh: true,
    status: 200,
    reply: object({ recoveryCodes: RecoveryCodes }),
    errors: ['conflict'],
  }),
  beginPasskey: route({
    method: 'POST',
    path: '/api/v1/me/passkeys/options',
    summary: 'What the browser makes a passkey by; good once, for five minutes',
    permission: 'signed_in',
    beforeSecondFactor: true,
    fresh: true,
    status: 200,
    reply: ref(PasskeyCreation),
    errors: ['passkeys_unavailable', 'conflict'],
  }),
  addPasskey: route({
    method: 'POST',
    path: '/api/v1/me/passkeys',
    summary: 'Keep a passkey that the browser made; with the first second factor come recovery codes, once',
    permission: 'signed_in',
    beforeSecondFactor: true,
    body: object({
      name: PasskeyName,
      credentialId: bytes(1400),
      clientData: bytes(4000),
      attestation: bytes(16_000),
      transports: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 }),
    }),
    status: 201,
    reply: object({ passkey: ref(Passkey), recoveryCodes: nullable(RecoveryCodes) }),
    errors: ['passkey_refused', 'passkeys_unavailable', 'conflict'],
  }),
  renamePasskey: route({
    method: 'POST',
    path: '/api/v1/me/passkeys/:id/name',
    summary: 'Give a passkey another name',
    permission: 'signed_in',
    params: IdParams,
    body: object({ name: PasskeyName }),
    status: 200,
    reply: ref(Passkey),
    errors: ['not_found'],
  }),
  removePasskey: route({
    method: 'DELETE',
    path: '/api/v1/me/passkeys/:id',
    summary: 'Take a passkey away',
    permission: 'signed_in',
    fresh: true,
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['not_found', 'last_second_factor'],
  }),
};
