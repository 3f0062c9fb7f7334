import type { registrationRoutes } from '@companyaccount/contract/registrations';
import { transact } from '#platform/db/scope.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { addLicense, loadAdded } from './add-license.ts';
import { confirmRegistration, register } from './register.ts';

/** Handlers of what opens with a license: an account, a company, one license more. */
export function registrationHandlers(platform: Platform): Handlers<typeof registrationRoutes> {
  return {
    createRegistration: async ({ body }) => {
      await register(platform, body);
      return { status: 'confirmation_sent' };
    },
    confirmRegistration: async ({ body }) => confirmRegistration(platform, body.token),
    addLicense: async ({ actor, body, idempotencyKey }) => {
      const { personId, membership } = actor;
      return transact(platform.db, { side: 'vendor', personId }, async (tx) => {
        const key = {
          personId,
          companyId: membership?.companyId ?? null,
          route: 'addLicense',
          key: idempotencyKey,
          body,
        };
        const id = await once(tx, key, () => addLicense(tx, platform, actor, body));
        return loadAdded(tx, platform, actor, id);
      });
    },
  };
}
