import { newId } from '#platform/ids.ts';
import type { MemberRole } from '@companyaccount/contract/permissions';
import type { Tx } from '#platform/db/database.ts';

/** Founds a company. */
export async function insertCompany(tx: Tx, name: string): Promise<string> {
  const id = newId();
  await tx.insertInto('app.companies').values({ id, name: name.trim() }).execute();
  return id;
}

export async function findCompanyName(tx: Tx, id: string): Promise<string> {
  const { name } = await tx.selectFrom('app.companies').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  return name;
}

/** Makes a person a member; a pending one sees nothing until an administrator lets them in. */
export async function insertMember(
  tx: Tx,
  companyId: string,
  personId: string,
  role: MemberRole,
  state: 'active' | 'pending',
): Promise<void> {
  await tx
    .insertInto('app.members')
    .values({ id: newId(), company_id: companyId, person_id: personId, role, state })
    .execute();
}

/**
 * Lets a person who is new to a company in, or wait. Whoever was turned away or removed before waits in any case: somebody
 * decided about them. Answers with what they are now, and whether that is new.
 */
export async function joinOrWait(
  tx: Tx,
  companyId: string,
  personId: string,
  state: 'active' | 'pending',
): Promise<{ id: string; state: 'active' | 'pending'; isNew: boolean }> {
  const added = await tx
    .insertInto('app.members')
    .values({ id: newId(), company_id: companyId, person_id: personId, role: 'user', state })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'person_id'])
        .doUpdateSet((eb) => ({ role: 'user', state: 'pending', created_at: eb.fn('now') }))
        .where('app.members.state', '=', 'removed'),
    )
    .returning(['id', 'state'])
    .executeTakeFirst();
  if (added !== undefined) return { id: added.id, state: added.state === 'active' ? 'active' : 'pending', isNew: true };
  const known = await tx
    .selectFrom('app.members')
    .select(['id', 'state'])
    .where('company_id', '=', companyId)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return { id: known.id, state: known.state === 'active' ? 'active' : 'pending', isNew: false };
}

/** Changes fields of a company and counts its version on. */
export async function updateCompany(
  tx: Tx,
  id: string,
  change: { name?: string; sharing?: 'own' | 'company' },
): Promise<void> {
  await tx
    .updateTable('app.companies')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}
