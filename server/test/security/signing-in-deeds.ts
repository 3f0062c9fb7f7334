import type { RouteName } from '@companyaccount/contract/routes';
import { addApp, addSoftPasskey, App, askChallenge, forgetLastCode } from '../accounts/second-factors.ts';
import { SoftPasskey } from '../accounts/soft-passkey.ts';
import type { TestApp } from '../harness/test-app.ts';
import { addMember, attempt, type Attempt } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What people do about their own ways of signing in. */
export function signingInDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const ownPasskey = async (email: string): Promise<Attempt> => {
    const { id, cookie } = await addSoftPasskey(test(), (await addMember(test(), { email })).cookie);
    return { params: { id }, cookie };
  };
  return {
    signInAgain: {
      action: 'session.confirmed',
      given: async () => ({
        cookie: (await addMember(test(), { email: 'sure@acme.example' })).cookie,
        body: { password: 'demo demo demo' },
      }),
    },
    changePassword: {
      action: 'person.password_changed',
      given: async () => ({
        cookie: (await addMember(test(), { email: 'changed@acme.example' })).cookie,
        body: { currentPassword: 'demo demo demo', newPassword: 'a new long password' },
      }),
    },
    endOwnSession: {
      action: 'session.revoked',
      given: async () => {
        const { id, cookie } = await addMember(test(), { email: 'elsewhere@acme.example' });
        await attempt(test(), 'signIn', { body: { email: 'elsewhere@acme.example', password: 'demo demo demo' } });
        const other = await test()
          .platform.db.selectFrom('auth.sessions')
          .select('id')
          .where('person_id', '=', id)
          .orderBy('created_at', 'desc')
          .executeTakeFirstOrThrow();
        return { params: { id: other.id }, cookie };
      },
    },
    endOtherSessions: {
      action: 'session.others_revoked',
      given: async () => ({ cookie: (await addMember(test(), { email: 'only@acme.example' })).cookie }),
    },
    signInSecondStep: {
      action: 'session.started',
      given: async () => {
        const { id, cookie } = await addMember(test(), { email: 'two-step@acme.example' });
        const { app } = await addApp(test(), cookie);
        await forgetLastCode(test(), id);
        const body = { email: 'two-step@acme.example', password: 'demo demo demo' };
        const { secondStep } = (await attempt(test(), 'signIn', { body })).json();
        return { body: { token: secondStep.token, code: app.code() } };
      },
    },
    signInWithPasskey: {
      action: 'session.started',
      given: async () => {
        const { passkey } = await addSoftPasskey(
          test(),
          (await addMember(test(), { email: 'passkey@acme.example' })).cookie,
        );
        return { body: { passkey: passkey.answer(await askChallenge(test())) } };
      },
    },
    beginAuthenticator: {
      action: 'authenticator.begun',
      given: async () => ({ cookie: (await addMember(test(), { email: 'beginning@acme.example' })).cookie }),
    },
    confirmAuthenticator: {
      action: 'authenticator.added',
      given: async () => {
        const { cookie } = await addMember(test(), { email: 'confirming@acme.example' });
        const { secret } = (await attempt(test(), 'beginAuthenticator', { cookie })).json();
        return { cookie, body: { code: new App(secret).code() } };
      },
    },
    removeAuthenticator: {
      action: 'authenticator.removed',
      given: async () => ({
        cookie: (await addApp(test(), (await addMember(test(), { email: 'removing@acme.example' })).cookie)).cookie,
      }),
    },
    renewRecoveryCodes: {
      action: 'recovery_codes.renewed',
      given: async () => ({
        cookie: (await addApp(test(), (await addMember(test(), { email: 'renewing@acme.example' })).cookie)).cookie,
      }),
    },
    addPasskey: {
      action: 'passkey.added',
      given: async () => {
        const { cookie } = await addMember(test(), { email: 'adding@acme.example' });
        const { challenge } = (await attempt(test(), 'beginPasskey', { cookie })).json();
        return { cookie, body: new SoftPasskey().register(challenge) };
      },
    },
    renamePasskey: { action: 'passkey.renamed', given: () => ownPasskey('renaming@acme.example') },
    removePasskey: { action: 'passkey.removed', given: () => ownPasskey('losing@acme.example') },
  };
}
