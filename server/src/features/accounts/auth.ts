import { type InterfaceLanguage, PASSWORD_MAX, PASSWORD_MIN } from '@companyaccount/contract/schema';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { hash, verify } from '@node-rs/argon2';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { emit } from '#platform/db/emit.ts';
import type { Platform } from '#platform/platform.ts';
import { asInterfaceLanguage, dropLinksOf } from './people-store.ts';
import { sessionCookieOf } from './session-cookie.ts';
import { SESSION_DAYS } from './sessions-store.ts';
import { tellSigningIn } from './tell-signing-in.ts';

const RESET_SECONDS = 3600;
const RESET_MAILS_PER_HOUR = 5;

/** argon2id with the parameters that OWASP recommends; about 20 ms. */
export const hashPassword = (password: string): Promise<string> =>
  hash(password.normalize('NFKC'), { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

/** Whether this is the password that was hashed. */
export const isPassword = (known: string, password: string): Promise<boolean> =>
  verify(known, password.normalize('NFKC'));

/** A one-time link by which a person sets a password. */
export interface PasswordLink {
  email: string;
  name: string;
  language: InterfaceLanguage;
  link: string;
}

const mailLink =
  ({ db, mailer }: Platform) =>
  ({ email, name, language, link }: PasswordLink): Promise<void> =>
    transact(db, SYSTEM, (tx) =>
      mailer.send(tx, {
        to: email,
        template: 'password_reset',
        language,
        values: { name, link },
        secret: true,
        hourly: RESET_MAILS_PER_HOUR,
      }),
    );

/**
 * Writes the cookie of a session that our own code began or gave a new token, in the library's form. `remember` says
 * whether it outlives the browser; undefined leaves that as it was.
 */
const giveCookie = createAuthEndpoint.serverOnly(
  { method: 'POST', metadata: { $Infer: { body: {} as { token: string; remember?: boolean } } } },
  async (ctx) => {
    const { token, remember } = ctx.body;
    const found = await ctx.context.internalAdapter.findSession(token);
    if (found === null) throw new Error('no such session');
    await setSessionCookie(ctx, found, remember === undefined ? undefined : !remember);
  },
);

/**
 * The sign-in library, on the tables of schema `auth`. It signs in, signs out, keeps sessions and resets passwords;
 * it creates no people (registration does) and its own addresses are never mounted: only those of the contract are.
 */
export function createAuth(
  platform: Platform,
  giveLink: (link: PasswordLink) => Promise<void> = mailLink(platform),
  linkSeconds = RESET_SECONDS,
) {
  const { db, publicUrl, log } = platform;
  const { name: cookieName, secret, secure } = sessionCookieOf(platform);
  return betterAuth({
    baseURL: 'http://companyaccount.invalid',
    basePath: '/api/auth',
    secret,
    database: { db: db.withSchema('auth'), type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    plugins: [{ id: 'companyaccount', endpoints: { giveCookie } }],
    // Faults come to our own place for them; the library would print them, rows and all.
    onAPIError: { throw: true },
    logger: {
      level: 'error',
      log: (_level, message, ...details) => log.error({ err: details.find((one) => one instanceof Error) }, message),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      requireEmailVerification: true,
      minPasswordLength: PASSWORD_MIN,
      // The library counts UTF-16 units, the contract characters.
      maxPasswordLength: 2 * PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: linkSeconds,
      password: {
        hash: hashPassword,
        verify: ({ hash: known, password }) => isPassword(known, password),
      },
      sendResetPassword: ({ user, token }) =>
        giveLink({
          email: user.email,
          name: user.name,
          language: asInterfaceLanguage((user as { language?: string }).language),
          link: `${publicUrl()}/reset-password#${token}`,
        }),
      onPasswordReset: ({ user }) =>
        transact(db, { side: 'vendor', personId: user.id }, async (tx) => {
          await dropLinksOf(tx, user.id);
          await audit(tx, 'person.password_reset', { type: 'person', id: user.id });
          await tellSigningIn(tx, platform, user.id, 'password_changed');
          // The sessions have ended; this ends their streams, in whichever process they are.
          await emit(tx, 'rights_changed', { personId: user.id });
        }),
    },
    user: {
      modelName: 'people',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: { language: { type: 'string', required: true, input: false } },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: SESSION_DAYS * 86_400,
      disableSessionRefresh: true,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
      storeIdentifier: 'hashed',
    },
    // Every route is throttled in one place and one way, by the contract (and each account, see sign-in).
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: 'uuid', validateSchema: false },
      // The address is the one our server determined; nothing a client sends is read for it.
      ipAddress: { ipAddressHeaders: ['x-companyaccount-address'] },
      // Our own hook checks the origin of every changing call, these included.
      disableCSRFCheck: true,
      disableOriginCheck: true,
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: cookieName,
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
        dont_remember: {
          name: `${cookieName}-short`,
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
        },
      },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** A one-time link by which the person of a known address sets a password; for whoever may hand it to them. */
export async function issuePasswordLink(platform: Platform, email: string, seconds = RESET_SECONDS): Promise<string> {
  let link = '';
  const auth = createAuth(
    platform,
    async (found) => {
      link = found.link;
    },
    seconds,
  );
  await auth.api.requestPasswordReset({ body: { email } });
  return link;
}

/** Whose link to a new password this token is of; null where it is of none, or too old. */
export async function findLinkOwner(auth: Auth, token: string): Promise<string | null> {
  const { internalAdapter } = await auth.$context;
  return (await internalAdapter.findVerificationValue(`reset-password:${token}`))?.value ?? null;
}
