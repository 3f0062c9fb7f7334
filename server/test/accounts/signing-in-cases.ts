import { randomUUID } from 'node:crypto';
import type { TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';
import { SoftPasskey } from './soft-passkey.ts';

/** How each route about one's own signing in is called in the matrix of actors; `cookies` are those of all actors. */
export const signingInCases = (test: () => TestApp, cookies: () => string[]) => ({
  changePassword: {
    given: () => ({ body: { currentPassword: 'a wrong password', newPassword: 'a new long password' } }),
    success: 401,
  },
  listOwnSessions: {},
  endOwnSession: { given: () => ({ params: { id: randomUUID() } }), success: 404 },
  endOtherSessions: {},
  signInSecondStep: { given: () => ({ body: { token: 'no-such-token', code: '123456' } }), success: 410 },
  askPasskey: {},
  signInWithPasskey: { given: () => ({ body: { passkey: new SoftPasskey().answer('none') } }), success: 401 },
  getSecondFactors: {},
  beginAuthenticator: {},
  confirmAuthenticator: {
    given: async () => {
      for (const cookie of cookies()) await attempt(test(), 'beginAuthenticator', { cookie });
      return { body: { code: 'not one' } };
    },
    success: 401,
  },
  removeAuthenticator: { success: 404 },
  renewRecoveryCodes: { success: 409 },
  beginPasskey: {},
  addPasskey: { given: () => ({ body: new SoftPasskey().register('none') }), success: 401 },
  renamePasskey: { given: () => ({ params: { id: randomUUID() }, body: { name: 'Phone' } }), success: 404 },
  removePasskey: { given: () => ({ params: { id: randomUUID() } }), success: 404 },
});
