import type { registrationRoutes } from '@companyaccount/contract/registrations';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { confirmRegistration, register } from './register.ts';

/** Handlers of registration. */
export function registrationHandlers(platform: Platform): Handlers<typeof registrationRoutes> {
  return {
    createRegistration: async ({ body }) => {
      await register(platform, body);
      return { status: 'confirmation_sent' };
    },
    confirmRegistration: async ({ body }) => confirmRegistration(platform, body.token),
  };
}
