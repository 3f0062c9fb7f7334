import type { secondFactorRoutes } from '@companyaccount/contract/second-factors';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Context, Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { beginAuthenticator, confirmAuthenticator } from './add-authenticator.ts';
import { addPasskey, beginPasskey } from './add-passkey.ts';
import { callerOf, giveSessionCookie, originOf, refuseDemoFromOutside } from './auth-routes.ts';
import type { Auth } from './auth.ts';
import { listPasskeys, presentPasskey, renamePasskey } from './passkeys-store.ts';
import { loadPerson } from './people-store.ts';
import { needsSecondFactor, removeAuthenticator, removePasskey } from './remove-second-factor.ts';
import { findSecondFactors, hasSecondFactor, lockPerson, replaceRecoveryCodes } from './second-factors-store.ts';
import { finishSecondStep, startSessionByPasskey } from './start-session.ts';
import { tellSigningIn } from './tell-signing-in.ts';
import { askPasskey, siteOf, verifyPasskey } from './verify-passkey.ts';

/** Handlers of second factors: signing in with them, and what a person does about their own. */
export function secondFactorHandlers(platform: Platform, auth: Auth): Handlers<typeof secondFactorRoutes> {
  const { db } = platform;
  const site = ({ request }: Pick<Context<never>, 'request'>) => siteOf(originOf(platform, request));
  return {
    signInSecondStep: async (context) => {
      const { token, code } = context.body;
      const begun = await finishSecondStep(platform, token, code, callerOf(context.request));
      await giveSessionCookie(auth, context, begun.token, begun.remember);
      return { signedIn: true };
    },
    askPasskey: async (context) => askPasskey(platform, site(context)),
    signInWithPasskey: async (context) => {
      const { passkey, rememberMe = true } = context.body;
      const verified = await verifyPasskey(platform, site(context), passkey);
      refuseDemoFromOutside(platform, context, (await loadPerson(db, verified.personId)).email);
      const token = await startSessionByPasskey(platform, verified, rememberMe, callerOf(context.request));
      await giveSessionCookie(auth, context, token, rememberMe);
      return { signedIn: true };
    },
    getSecondFactors: async ({ actor: { personId } }) => {
      const { authenticatorSince, recoveryCodesLeft } = await findSecondFactors(db, personId);
      return {
        required: await needsSecondFactor(platform, personId),
        authenticatorSince: authenticatorSince?.toISOString() ?? null,
        passkeys: (await listPasskeys(db, personId)).map(presentPasskey),
        recoveryCodesLeft,
      };
    },
    beginAuthenticator: async ({ actor }) => beginAuthenticator(platform, actor),
    confirmAuthenticator: async (context) => {
      const { token, recoveryCodes } = await confirmAuthenticator(platform, context.actor, context.body.code);
      await giveSessionCookie(auth, context, token);
      return { recoveryCodes };
    },
    removeAuthenticator: async ({ actor }) => removeAuthenticator(platform, actor.personId),
    renewRecoveryCodes: async ({ actor: { personId } }) =>
      transact(db, { side: 'vendor', personId }, async (tx) => {
        await lockPerson(tx, personId);
        // Without a second factor there is nothing to recover from.
        if (!hasSecondFactor(await findSecondFactors(tx, personId))) throw new Refusal('conflict');
        await audit(tx, 'recovery_codes.renewed', { type: 'person', id: personId });
        await tellSigningIn(tx, platform, personId, 'recovery_codes_renewed');
        return { recoveryCodes: await replaceRecoveryCodes(tx, personId) };
      }),
    beginPasskey: async (context) => beginPasskey(platform, context.actor, site(context)),
    addPasskey: async (context) => {
      const { token, passkey, recoveryCodes } = await addPasskey(platform, context.actor, site(context), context.body);
      await giveSessionCookie(auth, context, token);
      return { passkey, recoveryCodes };
    },
    renamePasskey: async ({ actor: { personId }, params: { id }, body: { name } }) =>
      transact(db, { side: 'vendor', personId }, async (tx) => {
        const passkey = await renamePasskey(tx, personId, id, name.trim());
        if (passkey === undefined) throw new Refusal('not_found');
        await audit(tx, 'passkey.renamed', { type: 'passkey', id });
        return presentPasskey(passkey);
      }),
    removePasskey: async ({ actor, params: { id } }) => removePasskey(platform, actor.personId, id),
  };
}
