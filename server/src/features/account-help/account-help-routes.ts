import type { accountCaseRoutes } from '@companyaccount/contract/account-cases';
import type { accountHelpRoutes } from '@companyaccount/contract/account-help';
import { assertMayRead, renewTrackingLink } from '#features/requests/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { loadCase } from './cases-views.ts';
import { confirmAccountHelp } from './confirm-account-help.ts';
import { receiveAccountHelp } from './receive-account-help.ts';

/** Handlers of the way to the vendor for people who cannot get in, and of what the desk sees of it. */
export function accountHelpHandlers(
  platform: Platform,
): Handlers<typeof accountHelpRoutes> & Handlers<typeof accountCaseRoutes> {
  return {
    createAccountHelp: async ({ body }) => {
      await receiveAccountHelp(platform, body);
      return { status: 'confirmation_sent' };
    },
    confirmAccountHelp: async ({ body }) => confirmAccountHelp(platform, body.token),
    getAccountCase: async ({ actor, params: { id } }) =>
      transact(platform.db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, id);
        return loadCase(tx, id);
      }),
    renewTrackingLink: async ({ actor, params: { id } }) =>
      transact(platform.db, scopeOf(actor), (tx) => renewTrackingLink(tx, platform, actor, id)),
  };
}
