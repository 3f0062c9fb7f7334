import type { ErrorCode } from '@companyaccount/contract/errors';
import { Refusal } from '#platform/errors.ts';
import type { Context, Handlers } from '#platform/http/mount.ts';
import type { accountRoutes } from '@companyaccount/contract/accounts';
import type { Platform } from '#platform/platform.ts';
import type { Auth } from './auth.ts';
import { isDemoEmail } from './demo-people.ts';

type AuthRoute = 'signIn' | 'signOut' | 'getSession' | 'requestPasswordReset' | 'resetPassword';

const CODES: Record<string, ErrorCode> = {
  INVALID_EMAIL_OR_PASSWORD: 'invalid_credentials',
  INVALID_EMAIL: 'invalid_credentials',
  EMAIL_NOT_VERIFIED: 'email_not_confirmed',
  INVALID_TOKEN: 'link_expired',
};

/** Hands a validated call to the sign-in library, and its refusals back as ours. Cookies it sets go to the caller. */
async function callAuth(auth: Auth, { request, reply, body }: Pick<Context<never>, 'request' | 'reply'> & { body?: unknown }) {
  const { cookie } = request.headers;
  const headers = new Headers({
    'content-type': 'application/json',
    'x-companyaccount-address': request.ip,
    'user-agent': request.headers['user-agent']?.slice(0, 300) ?? '',
    ...(cookie === undefined ? {} : { cookie }),
  });
  const response = await auth.handler(
    new Request(`http://companyaccount.invalid${request.routeOptions.url}`, {
      method: request.method,
      headers,
      ...(request.method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    }),
  );
  const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (response.status === 429) {
    throw new Refusal('too_many_requests', { retryAfter: Number(response.headers.get('x-retry-after')) || 60 });
  }
  if (!response.ok) {
    const code = CODES[String(answer?.['code'])];
    if (code === undefined) throw new Error(`sign-in library answered ${response.status} ${String(answer?.['code'])}`);
    throw new Refusal(code);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) void reply.header('set-cookie', cookies);
  return answer;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Demo accounts have a published password, so they open only to the machine itself. */
function refuseDemoFromOutside({ config }: Platform, { request }: Pick<Context<never>, 'request'>, email: string): void {
  if (!isDemoEmail(email)) return;
  const forwarded = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via'].some((name) => name in request.headers);
  const local = config.publicUrl === null || LOOPBACK.has(new URL(config.publicUrl).hostname);
  if (!config.demo || forwarded || !local) throw new Refusal('demo_account_restricted');
}

/** The calls of the sign-in library that the contract names. No answer carries the session's token. */
export function authHandlers(platform: Platform, auth: Auth): Pick<Handlers<typeof accountRoutes>, AuthRoute> {
  return {
    async signIn(context) {
      refuseDemoFromOutside(platform, context, context.body.email);
      await callAuth(auth, context);
      return { signedIn: true };
    },
    async signOut(context) {
      const session = await auth.api.getSession({ headers: new Headers({ cookie: context.request.headers.cookie ?? '' }) });
      await callAuth(auth, context);
      if (session !== null) platform.streams.end((sessionId) => sessionId === session.session.id);
      return { signedIn: false };
    },
    async getSession(context) {
      const found = await callAuth(auth, context);
      const session = found?.['session'] as { id: string; expiresAt: string; userId: string } | undefined;
      return session === undefined
        ? null
        : { session: { id: session.id, expiresAt: session.expiresAt }, person: { id: session.userId } };
    },
    async requestPasswordReset(context) {
      refuseDemoFromOutside(platform, context, context.body.email);
      await callAuth(auth, context);
      return { status: 'sent_if_known' };
    },
    async resetPassword(context) {
      await callAuth(auth, context);
      return { status: 'changed' };
    },
  };
}
