import { createHash, randomBytes } from 'node:crypto';
import type { SetUp } from '@companyaccount/contract/admin-agents';
import {
  findPersonByEmail,
  hasAdmin,
  hashPassword,
  insertAgent,
  insertPerson,
  normalizeEmail,
  verifyNewPassword,
} from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { lockStaff } from './agents-store.ts';
import { forgetSetUp, readSetUp, writeSetUp } from './set-up-store.ts';
import { tellStaffChange } from './tell-staff.ts';

const HOUR = 3_600_000;

const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url');

/**
 * While nobody administers the installation: a link, good for an hour, by which whoever sees the program's output makes
 * the first admin. A later one ends it. Null as soon as there is an admin.
 */
export async function openSetUp({ db, clock, publicUrl }: Platform): Promise<string | null> {
  return transact(db, SYSTEM, async (tx) => {
    await lockStaff(tx);
    if (await hasAdmin(tx)) return null;
    const token = randomBytes(32).toString('base64url');
    await writeSetUp(tx, { hash: hashToken(token), expiresAt: new Date(clock().getTime() + HOUR) });
    return `${publicUrl()}/set-up#${token}`;
  });
}

/** Makes the first admin. The link is dead once there is one, however that came about. */
export async function setUp(platform: Platform, input: SetUp): Promise<{ email: string }> {
  const { db, clock } = platform;
  await verifyNewPassword(platform, input.password, [input.name, input.email], '/password');
  const passwordHash = await hashPassword(input.password);
  const email = normalizeEmail(input.email);
  await transact(db, SYSTEM, async (tx) => {
    await lockStaff(tx);
    const known = await readSetUp(tx);
    const open = known !== null && known.hash === hashToken(input.token) && known.expiresAt > clock();
    if (!open || (await hasAdmin(tx))) throw new Refusal('link_expired');
    if ((await findPersonByEmail(tx, email)) !== undefined) {
      throw new Refusal('person_is_member', { fields: [{ pointer: '/email', code: 'invalid' }] });
    }
    const { name, language } = input;
    const id = await insertPerson(tx, { name, email, language, passwordHash });
    await insertAgent(tx, id, ['admin']);
    await forgetSetUp(tx);
    await tellStaffChange(tx, id, 'agent.created', { roles: ['admin'], by: 'set-up' });
  });
  return { email };
}
