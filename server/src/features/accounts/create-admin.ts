import { randomBytes } from 'node:crypto';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { hashPassword, issuePasswordLink } from './auth.ts';
import { findPersonByEmail, insertAgent, insertPerson, normalizeEmail } from './people-store.ts';

/**
 * Makes an admin of the vendor and answers with the one-time link by which they set their password (one hour). For
 * whoever runs the machine, when nobody can sign in yet; null when the address is known already, then nothing changes.
 */
export async function createAdmin(platform: Platform, typedEmail: string): Promise<string | null> {
  const { db } = platform;
  const email = normalizeEmail(typedEmail);
  // Nobody knows this password; the link is the only way in.
  const passwordHash = await hashPassword(randomBytes(32).toString('base64'));
  const made = await transact(db, SYSTEM, async (tx) => {
    if ((await findPersonByEmail(tx, email)) !== undefined) return false;
    const id = await insertPerson(tx, { name: email, email, language: 'en', passwordHash });
    await insertAgent(tx, id, ['admin']);
    await audit(tx, 'agent.created', { type: 'person', id }, { roles: ['admin'], by: 'command line' });
    return true;
  });
  return made ? issuePasswordLink(platform, email) : null;
}
