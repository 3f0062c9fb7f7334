import type { signingInRoutes } from '@companyaccount/contract/signing-in';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { giveSessionCookie } from './auth-routes.ts';
import type { Auth } from './auth.ts';
import { confirmIdentity } from './confirm-identity.ts';

/** Handlers of a person's own ways of signing in. */
export function signingInHandlers(platform: Platform, auth: Auth): Handlers<typeof signingInRoutes> {
  return {
    signInAgain: async (context) => {
      const token = await confirmIdentity(platform, context.actor, context.body.password);
      await giveSessionCookie(auth, context, token);
    },
  };
}
