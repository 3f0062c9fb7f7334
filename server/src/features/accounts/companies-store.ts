import { newId } from '#platform/ids.ts';
import type { MemberRole } from '@companyaccount/contract/permissions';
import type { Tx } from '#platform/db/database.ts';

/** Founds a company. */
export async function insertCompany(tx: Tx, name: string): Promise<string> {
  const id = newId();
  await tx.insertInto('app.companies').values({ id, name: name.trim() }).execute();
  return id;
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
