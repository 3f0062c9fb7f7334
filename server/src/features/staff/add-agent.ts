import { randomBytes } from 'node:crypto';
import type { InviteAgent } from '@companyaccount/contract/admin-agents';
import {
  dropLinksOf,
  findPersonByEmail,
  hashPassword,
  insertAgent,
  insertPerson,
  isMemberAnywhere,
  isStaff,
  issuePasswordLink,
} from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { assertAgent, lockStaffFor, type StoredAgent } from './agents-store.ts';
import { loadAgent } from './agents-views.ts';
import { tellStaffChange } from './tell-staff.ts';

const LINK_HOURS = 48;

/** Refuses a person who belongs to a customer: nobody stands on both sides of the wall. */
export async function assertNoMember(tx: Tx, personId: string): Promise<void> {
  if (await isMemberAnywhere(tx, personId)) throw new Refusal('person_is_member');
}

/** Mails the link by which a person sets their first password; answers with it where no mail goes out. */
async function sendLink(platform: Platform, { name, email, language }: StoredAgent): Promise<string | null> {
  const { db, mailer } = platform;
  const link = await issuePasswordLink(platform, email, LINK_HOURS * 3600);
  await transact(db, SYSTEM, (tx) =>
    mailer.send(tx, { to: email, template: 'agent_invited', language, values: { name, link }, secret: true }),
  );
  return mailer.delivers ? null : link;
}

/** Makes a person staff and sends them the link to a password of their own. Nobody knows the one until then. */
export async function inviteAgent(platform: Platform, actor: Agent, { name, email, language, roles }: InviteAgent) {
  const passwordHash = await hashPassword(randomBytes(32).toString('base64'));
  const agent = await transact(platform.db, scopeOf(actor), async (tx) => {
    await lockStaffFor(tx, actor);
    const known = await findPersonByEmail(tx, email);
    if (known !== undefined) {
      if (await isStaff(tx, known.id)) throw refuseAddress('person_is_staff');
      if (await isMemberAnywhere(tx, known.id)) throw refuseAddress('person_is_member');
    }
    const id = known?.id ?? (await insertPerson(tx, { name, email, language, passwordHash }));
    await insertAgent(tx, id, roles);
    await tellStaffChange(tx, id, 'agent.created', { roles });
    return assertAgent(tx, id);
  });
  return { link: await sendLink(platform, agent), agent: await shown(platform, actor, agent.id) };
}

/** Gives a person who has not signed in yet a new link; the old one ends. */
export async function inviteAgentAgain(platform: Platform, actor: Agent, id: string) {
  const agent = await transact(platform.db, scopeOf(actor), async (tx) => {
    await lockStaffFor(tx, actor);
    const found = await assertAgent(tx, id);
    if (!found.active || (await loadAgent(tx, id)).lastSeenAt !== null) throw new Refusal('conflict');
    await dropLinksOf(tx, id);
    await tellStaffChange(tx, id, 'agent.invited_again');
    return found;
  });
  return { link: await sendLink(platform, agent), agent: await shown(platform, actor, id) };
}

const shown = ({ db }: Platform, actor: Agent, id: string) => transact(db, scopeOf(actor), (tx) => loadAgent(tx, id));

const refuseAddress = (code: 'person_is_staff' | 'person_is_member') =>
  new Refusal(code, { fields: [{ pointer: '/email', code: 'invalid' }] });
