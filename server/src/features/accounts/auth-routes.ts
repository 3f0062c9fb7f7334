import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditAction } from '@companyaccount/contract/audit';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Context, Handlers } from '#platform/http/mount.ts';
import { countedAddress, throttle } from '#platform/http/throttle.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import type { accountRoutes } from '@companyaccount/contract/accounts';
import type { Platform } from '#platform/platform.ts';
import { type Auth, findLinkOwner } from './auth.ts';
import { isDemoEmail } from './demo-people.ts';
import { loadPerson, normalizeEmail } from './people-store.ts';
import type { Caller } from './sessions-store.ts';
import { demandSecondStep } from './start-session.ts';
import { verifyNewPassword } from './verify-new-password.ts';

/** The job that mails the link to a new password, if the address is known. */
export const RESET_TASK = 'password-reset.mail';

type AuthRoute = 'signIn' | 'signOut' | 'getSession' | 'requestPasswordReset' | 'resetPassword';

const CODES: Record<string, ErrorCode> = {
  INVALID_EMAIL_OR_PASSWORD: 'invalid_credentials',
  INVALID_EMAIL: 'invalid_credentials',
  EMAIL_NOT_VERIFIED: 'email_not_confirmed',
  INVALID_TOKEN: 'link_expired',
};

type Exchange = Pick<Context<never>, 'request' | 'reply'>;

/** What the sign-in library is told of a caller: nothing of it is taken from headers that anybody can write. */
function headersFor(request: Exchange['request']): Headers {
  const { cookie } = request.headers;
  return new Headers({
    'content-type': 'application/json',
    'x-companyaccount-address': request.ip,
    'user-agent': userAgentOf(request),
    ...(cookie === undefined ? {} : { cookie }),
  });
}

/** Gives the caller the cookie of a session by its token; without `remember` it lasts as the one before did. */
export async function giveSessionCookie(
  auth: Auth,
  { request, reply }: Exchange,
  token: string,
  remember?: boolean,
): Promise<void> {
  const body = { token, ...(remember === undefined ? {} : { remember }) };
  const { headers } = await auth.api.giveCookie({ body, headers: headersFor(request), returnHeaders: true });
  void reply.header('set-cookie', headers.getSetCookie());
}

const userAgentOf = (request: Exchange['request']) => request.headers['user-agent']?.slice(0, 300) ?? '';

/** From where a session is begun. */
export const callerOf = (request: Exchange['request']): Caller => ({
  address: request.ip,
  userAgent: userAgentOf(request),
});

/** The origin under which the caller sees the program. */
export const originOf = ({ config }: Platform, request: Exchange['request']): string =>
  config.publicUrl ?? `http://${request.headers.host ?? 'localhost'}`;

/** Hands a validated call to the sign-in library, and its refusals back as ours. The cookies it sets are not sent yet. */
async function callAuth(auth: Auth, { request, body }: Pick<Exchange, 'request'> & { body?: unknown }) {
  const response = await auth.handler(
    new Request(`http://companyaccount.invalid${request.routeOptions.url}`, {
      method: request.method,
      headers: headersFor(request),
      ...(request.method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    }),
  );
  const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (!response.ok) {
    const code = CODES[String(answer?.['code'])];
    if (code === undefined) throw new Error(`sign-in library answered ${response.status} ${String(answer?.['code'])}`);
    throw new Refusal(code);
  }
  return { answer, cookies: response.headers.getSetCookie() };
}

const ATTEMPTS = 10;
const ATTEMPTS_SECONDS = 60;

/** Stands for the address of an account where the address itself must not be kept. */
const addressHash = ({ keyring }: Platform, email: string): string =>
  keyring.keyedHash('token', `sign-in ${normalizeEmail(email)}`).toString('base64url');

/**
 * Counts the attempts on one account from one address. Not those of all addresses together: then anybody could keep a
 * person out. The address of the account is kept as a keyed hash only.
 */
async function throttleAccount(
  platform: Platform,
  { request }: Pick<Exchange, 'request'>,
  email: string,
): Promise<void> {
  const account = addressHash(platform, email);
  await throttle(platform.db, `signIn:${countedAddress(request.ip)}:${account}`, ATTEMPTS, ATTEMPTS_SECONDS);
}

/**
 * A refusal is not told before: a known address costs one query more than an unknown one, which patience could measure.
 * Well above what checking a password takes.
 */
const REFUSED_AFTER_MS = 150;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_SOCKET = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/u;
const FORWARDED = /^(?:x-forwarded.*|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|via)$/u;

/** Demo accounts have a published password, so they open only to the machine itself. */
export function refuseDemoFromOutside(
  { config }: Platform,
  { request }: Pick<Exchange, 'request'>,
  email: string,
): void {
  if (!isDemoEmail(email)) return;
  const forwarded = Object.keys(request.headers).some((name) => FORWARDED.test(name));
  const local =
    LOOPBACK_SOCKET.test(request.socket.remoteAddress ?? '') &&
    (config.publicUrl === null || LOOPBACK.has(new URL(config.publicUrl).hostname));
  if (!config.demo || forwarded || !local) throw new Refusal('demo_account_restricted');
}

/** The calls of the sign-in library that the contract names. No answer carries the session's token. */
export function authHandlers(platform: Platform, auth: Auth): Pick<Handlers<typeof accountRoutes>, AuthRoute> {
  const remember = (action: AuditAction, personId: string) =>
    transact(platform.db, { side: 'vendor', personId }, (tx) => audit(tx, action, { type: 'person', id: personId }));
  // What was typed may be anything, a password in the wrong field included: only its keyed hash is kept.
  const rememberRefused = (email: string) =>
    transact(platform.db, SYSTEM, (tx) =>
      audit(tx, 'session.refused', { type: 'address', id: addressHash(platform, email) }),
    );
  return {
    async signIn(context) {
      const begun = performance.now();
      const { email, rememberMe } = context.body;
      refuseDemoFromOutside(platform, context, email);
      await throttleAccount(platform, context, email);
      const { answer, cookies } = await callAuth(auth, context).catch(async (error: unknown) => {
        if (error instanceof Refusal && error.code === 'invalid_credentials') {
          await rememberRefused(email);
          await sleep(begun + REFUSED_AFTER_MS - performance.now());
        }
        throw error;
      });
      const person = answer?.['user'] as { id: string } | undefined;
      const token = answer?.['token'];
      if (person === undefined || typeof token !== 'string') throw new Error('the sign-in library let nobody in');
      const secondStep = await demandSecondStep(platform, person.id, token, rememberMe !== false);
      if (secondStep === null) void context.reply.header('set-cookie', cookies);
      return { signedIn: secondStep === null, secondStep };
    },
    async signOut(context) {
      const session = await auth.api.getSession({
        headers: new Headers({ cookie: context.request.headers.cookie ?? '' }),
      });
      const { cookies } = await callAuth(auth, context);
      if (cookies.length > 0) void context.reply.header('set-cookie', cookies);
      if (session !== null) {
        platform.streams.end((sessionId) => sessionId === session.session.id);
        await remember('session.ended', session.user.id);
      }
      return { signedIn: false };
    },
    async getSession(context) {
      const { answer } = await callAuth(auth, context);
      const session = answer?.['session'] as { id: string; expiresAt: string; userId: string } | undefined;
      return session === undefined
        ? { session: null, person: null }
        : { session: { id: session.id, expiresAt: session.expiresAt }, person: { id: session.userId } };
    },
    async requestPasswordReset(context) {
      refuseDemoFromOutside(platform, context, context.body.email);
      // A job looks the address up, so that nothing about the answer can tell whether it is known.
      await enqueue(platform.db, RESET_TASK, { email: normalizeEmail(context.body.email) });
      return { status: 'sent_if_known' };
    },
    async resetPassword(context) {
      const { token, newPassword } = context.body;
      const ownerId = await findLinkOwner(auth, token);
      const owner = ownerId === null ? null : await loadPerson(platform.db, ownerId);
      await verifyNewPassword(platform, newPassword, owner === null ? [] : [owner.name, owner.email], '/newPassword');
      await callAuth(auth, context);
      return { status: 'changed' };
    },
  };
}
