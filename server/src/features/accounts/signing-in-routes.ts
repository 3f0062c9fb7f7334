import { signingInRoutes } from '@companyaccount/contract/signing-in';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { giveSessionCookie, originOf } from './auth-routes.ts';
import type { Auth } from './auth.ts';
import { changePassword } from './change-password.ts';
import { confirmIdentity } from './confirm-identity.ts';
import { endSession, endSessionsOf } from './sessions-store.ts';
import { listSessions, presentSession } from './sessions-views.ts';
import { siteOf } from './verify-passkey.ts';

/** Handlers of a person's own ways of signing in. */
export function signingInHandlers(platform: Platform, auth: Auth): Handlers<typeof signingInRoutes> {
  const { db, clock } = platform;
  const own = <T>({ personId }: SignedIn, work: (tx: Tx) => Promise<T>) =>
    transact(db, { side: 'vendor', personId }, work);
  return {
    signInAgain: async (context) => {
      const site = () => siteOf(originOf(platform, context.request));
      const token = await confirmIdentity(platform, context.actor, context.body, site);
      await giveSessionCookie(auth, context, token);
    },
    changePassword: async (context) => {
      const token = await changePassword(platform, context.actor, context.body);
      await giveSessionCookie(auth, context, token);
    },
    listOwnSessions: async ({ actor, query }) =>
      page(
        signingInRoutes.listOwnSessions,
        { query },
        await listSessions(db, actor, query, clock()),
        (row) => presentSession(row, actor),
        (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      ),
    endOwnSession: async ({ actor, params: { id } }) =>
      own(actor, async (tx) => {
        if (!(await endSession(tx, actor.personId, id))) throw new Refusal('not_found');
        await audit(tx, 'session.revoked', { type: 'session', id });
      }),
    endOtherSessions: async ({ actor }) =>
      own(actor, async (tx) => {
        const count = await endSessionsOf(tx, actor.personId, actor.sessionId);
        await audit(tx, 'session.others_revoked', { type: 'person', id: actor.personId }, { count });
      }),
  };
}
