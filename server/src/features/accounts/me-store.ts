import type { Me } from '@companyaccount/contract/accounts';
import type { Db, Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { asInterfaceLanguage } from './people-store.ts';

/** The person signed in, with the companies they belong to or wait for. */
export async function loadMe(db: Db | Tx, actor: SignedIn): Promise<Me> {
  const person = await db
    .selectFrom('auth.people as p')
    .leftJoin('app.bouncing_addresses as b', 'b.address', 'p.email')
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'p.time_zone', 'p.version', 'b.since as bouncing_since'])
    .where('p.id', '=', actor.personId)
    .executeTakeFirstOrThrow();
  const memberships = await db
    .selectFrom('app.members as m')
    .innerJoin('app.companies as c', 'c.id', 'm.company_id')
    .select(['m.company_id', 'c.name', 'm.role', 'm.state'])
    .where('m.person_id', '=', actor.personId)
    .where('m.state', 'in', ['active', 'pending'])
    .orderBy('c.name')
    .execute();
  const chosen = memberships.find((row) => row.state === 'active' && row.company_id === actor.membership?.companyId);
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    emailBouncing: person.bouncing_since !== null,
    language: asInterfaceLanguage(person.language),
    timeZone: person.time_zone,
    agentRoles: [...actor.agentRoles],
    memberships: memberships.map((row) => ({
      companyId: row.company_id,
      companyName: row.name,
      role: row.role as 'administrator' | 'user',
      state: row.state as 'active' | 'pending',
    })),
    company:
      chosen === undefined
        ? null
        : { id: chosen.company_id, name: chosen.name, role: chosen.role as 'administrator' | 'user' },
    secondFactorMissing: actor.secondFactorMissing,
    version: person.version,
  };
}

/** Changes fields of a person's profile, if it is still at `version`. */
export async function updatePerson(
  tx: Tx,
  personId: string,
  version: number,
  change: { name?: string; language?: string; time_zone?: string },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('auth.people')
    .set((eb) => ({ ...change, version: eb('version', '+', 1), updated_at: eb.fn('now') }))
    .where('id', '=', personId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Refusal('version_moved');
}

/** Makes the session, and those to come, act for a company that has let the person in. */
export async function chooseCompany(tx: Tx, actor: SignedIn, companyId: string): Promise<void> {
  const member = await tx
    .selectFrom('app.members')
    .select('id')
    .where('person_id', '=', actor.personId)
    .where('company_id', '=', companyId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (member === undefined) throw new Refusal('not_found');
  await tx.updateTable('auth.sessions').set({ company_id: companyId }).where('id', '=', actor.sessionId).execute();
  await tx.updateTable('auth.people').set({ chosen_company_id: companyId }).where('id', '=', actor.personId).execute();
  // The streams of this session were opened for another company, in whichever process they are.
  await emit(tx, 'rights_changed', { personId: actor.personId });
}
