import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** Locks a license for a change. Throws `not_found`. */
export async function lockLicenseRow(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('app.licenses')
    .select(['id', 'serial', 'company_id', 'product_id', 'plan_id', 'seats', 'valid_from', 'valid_until'])
    .select(['state', 'reference', 'version'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
export type LockedLicense = Awaited<ReturnType<typeof lockLicenseRow>>;

export interface LicenseColumns {
  plan_id?: string;
  seats?: number;
  valid_from?: Date;
  valid_until?: Date | null;
  reference?: string | null;
}

/** Changes what PATCH can change, and counts the version on. */
export async function updateLicense(tx: Tx, id: string, columns: LicenseColumns): Promise<void> {
  await tx
    .updateTable('app.licenses')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function updateState(
  tx: Tx,
  id: string,
  state: 'active' | 'suspended' | 'revoked',
  reason: string | null,
): Promise<void> {
  await tx.updateTable('app.licenses').set({ state, state_reason: reason }).where('id', '=', id).execute();
}

/** Whether a product or plan is there and not archived. */
export async function isOffered(tx: Tx, table: 'app.products' | 'app.support_plans', id: string): Promise<boolean> {
  const row = await tx
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a mail about a license says of it; undefined while nobody has claimed it. */
export async function loadMailFacts(tx: Tx, license: LockedLicense) {
  const { rows } = await sql<{
    company: string;
    product: string;
    plan: string;
    seats: number;
    valid_until: Date | null;
  }>`
    select c.name as company, p.name as product, s.name as plan, l.seats, l.valid_until
    from app.licenses l join app.products p on p.id = l.product_id join app.support_plans s on s.id = l.plan_id
      join app.companies c on c.id = l.company_id
    where l.id = ${license.id}`.execute(tx);
  return rows[0];
}
