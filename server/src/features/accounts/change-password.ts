import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { hashPassword } from './auth.ts';
import { assertPassword } from './confirm-identity.ts';
import { dropLinksOf, loadPerson, updatePasswordHash } from './people-store.ts';
import { endSessionsOf, renewSession } from './sessions-store.ts';
import { tellSigningIn } from './tell-signing-in.ts';
import { verifyNewPassword } from './verify-new-password.ts';

/**
 * Changes a person's password and answers with the new token of the session that asked; every other one ends, and so
 * does every link to a new password. The person is told by mail.
 */
export async function changePassword(
  platform: Platform,
  { personId, sessionId }: SignedIn,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<string> {
  const { db, clock } = platform;
  await assertPassword(platform, personId, currentPassword, '/currentPassword');
  const { name, email } = await loadPerson(db, personId);
  await verifyNewPassword(platform, newPassword, [name, email], '/newPassword');
  const passwordHash = await hashPassword(newPassword);
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    await updatePasswordHash(tx, personId, passwordHash);
    await dropLinksOf(tx, personId);
    await endSessionsOf(tx, personId, sessionId);
    await audit(tx, 'person.password_changed', { type: 'person', id: personId });
    await tellSigningIn(tx, platform, personId, 'password_changed');
    return renewSession(tx, sessionId, clock());
  });
}
