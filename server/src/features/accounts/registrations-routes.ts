import type { registrationRoutes } from '@companyaccount/contract/registrations';
import { readProof, stopGuessing } from '#features/licensing/index.ts';
import { transact } from '#platform/db/scope.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { addLicense, loadAdded } from './add-license.ts';
import { confirmRegistration, register } from './register.ts';

/** Handlers of what opens with a license: an account, a company, one license more. */
export function registrationHandlers(platform: Platform): Handlers<typeof registrationRoutes> {
  return {
    createRegistration: async ({ body, request }) => {
      await register(platform, body, request.ip);
      return { status: 'confirmation_sent' };
    },
    confirmRegistration: async ({ body }) => confirmRegistration(platform, body.token),
    addLicense: async ({ actor, body, idempotencyKey, request }) => {
      const { personId, membership } = actor;
      const { companyName = null } = body;
      const proof = readProof(body);
      const onceKey = {
        personId,
        companyId: membership?.companyId ?? null,
        route: 'addLicense',
        key: idempotencyKey,
        body,
      };
      return stopGuessing(platform, request.ip, proof, () =>
        transact(platform.db, { side: 'vendor', personId }, async (tx) => {
          const id = await once(tx, onceKey, () => addLicense(tx, platform, actor, proof, companyName));
          return loadAdded(tx, platform, actor, id);
        }),
      );
    },
  };
}
