import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { deletePasskey, listPasskeys } from './passkeys-store.ts';
import { dropLinksOf, findPersonByEmail, isStaff } from './people-store.ts';
import {
  deleteAuthenticator,
  deleteRecoveryCodes,
  findSecondFactors,
  hasSecondFactor,
  lockPerson,
} from './second-factors-store.ts';
import { endSessionsOf } from './sessions-store.ts';
import { tellSigningIn } from './tell-signing-in.ts';

/** Whether a person must have a second factor: staff, outside the demo. */
export const needsSecondFactor = async (
  { db, config }: Pick<Platform, 'db' | 'config'>,
  personId: string,
): Promise<boolean> => !config.demo && (await isStaff(db, personId));

/** After a second factor was taken away: the last one takes the recovery codes along, and staff keep it. */
async function settleRemoval(tx: Tx, platform: Platform, personId: string): Promise<void> {
  if (hasSecondFactor(await findSecondFactors(tx, personId))) return;
  if (await needsSecondFactor(platform, personId)) throw new Refusal('last_second_factor');
  await deleteRecoveryCodes(tx, personId);
}

/** Takes a person's authenticator app away. */
export async function removeAuthenticator(platform: Platform, personId: string): Promise<void> {
  await transact(platform.db, { side: 'vendor', personId }, async (tx) => {
    await lockPerson(tx, personId);
    if (!(await deleteAuthenticator(tx, personId))) throw new Refusal('not_found');
    await settleRemoval(tx, platform, personId);
    await audit(tx, 'authenticator.removed', { type: 'person', id: personId });
    await tellSigningIn(tx, platform, personId, 'authenticator_removed');
  });
}

/** Takes one of a person's passkeys away. */
export async function removePasskey(platform: Platform, personId: string, id: string): Promise<void> {
  await transact(platform.db, { side: 'vendor', personId }, async (tx) => {
    await lockPerson(tx, personId);
    const passkey = await deletePasskey(tx, personId, id);
    if (passkey === undefined) throw new Refusal('not_found');
    await settleRemoval(tx, platform, personId);
    await audit(tx, 'passkey.removed', { type: 'passkey', id });
    await tellSigningIn(tx, platform, personId, 'passkey_removed', { passkey });
  });
}

/**
 * Takes every second factor of a person away and ends their sessions: for whoever runs the machine, when somebody has
 * lost all of them. Their password alone signs in then; staff set up a second factor first. False: nobody has this
 * address.
 */
export async function resetSecondFactors(platform: Platform, email: string): Promise<boolean> {
  return transact(platform.db, SYSTEM, async (tx) => {
    const person = await findPersonByEmail(tx, email);
    if (person === undefined) return false;
    await lockPerson(tx, person.id);
    for (const { id } of await listPasskeys(tx, person.id)) await deletePasskey(tx, person.id, id);
    await deleteAuthenticator(tx, person.id);
    await deleteRecoveryCodes(tx, person.id);
    await dropLinksOf(tx, person.id);
    await endSessionsOf(tx, person.id, null);
    await audit(tx, 'second_factors.reset', { type: 'person', id: person.id }, { by: 'command line' });
    await tellSigningIn(tx, platform, person.id, 'second_factors_reset');
    return true;
  });
}
