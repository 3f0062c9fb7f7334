import type { Db, Tx } from '#platform/db/database.ts';
import type { KeySet } from './key-set.ts';

/** A license with what its key files say of it, locked so that a claim at the same moment waits. */
export async function lockLicenseToSign(tx: Tx, licenseId: string) {
  return tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .innerJoin('app.support_plans as s', 's.id', 'l.plan_id')
    .select(['l.id', 'l.serial', 'l.company_id', 'l.seats', 'l.valid_from', 'l.valid_until', 'l.product_id', 'l.state'])
    .select(['p.name as product', 's.name as plan'])
    .where('l.id', '=', licenseId)
    .forUpdate('l')
    .executeTakeFirst();
}

/** The components of a license's product that have no key file yet. */
export async function listUnsignedComponents(tx: Tx, license: { id: string; product_id: string }) {
  return tx
    .selectFrom('app.product_components as c')
    .leftJoin('app.key_files as k', (join) =>
      join.onRef('k.component_id', '=', 'c.id').on('k.license_id', '=', license.id),
    )
    .select(['c.id', 'c.name'])
    .where('c.product_id', '=', license.product_id)
    .where('c.archived_at', 'is', null)
    .where('k.id', 'is', null)
    .orderBy('c.position')
    .execute();
}

export interface NewKeyFile {
  id: string;
  licenseId: string;
  componentId: string;
  companyId: string | null;
  kid: string;
  text: string;
  issuedAt: Date;
}

export async function insertKeyFile(tx: Tx, file: NewKeyFile): Promise<void> {
  await tx
    .insertInto('app.key_files')
    .values({
      id: file.id,
      license_id: file.licenseId,
      component_id: file.componentId,
      company_id: file.companyId,
      kid: file.kid,
      text: file.text,
      issued_at: file.issuedAt,
    })
    .execute();
}

/** The key set of a license as its company sees it, in the product's order. */
export async function listKeyFiles(tx: Tx, licenseId: string): Promise<{ code: string; name: string; text: string }[]> {
  return tx
    .selectFrom('app.key_files as k')
    .innerJoin('app.product_components as c', 'c.id', 'k.component_id')
    .select(['c.code', 'c.name', 'k.text'])
    .where('k.license_id', '=', licenseId)
    .orderBy('c.position')
    .orderBy('c.id')
    .execute();
}

/** The key set of a license for the vendor's side; no files while none is signed. */
export async function loadKeySet(tx: Tx, licenseId: string): Promise<KeySet> {
  const { serial, product } = await tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .select(['l.serial', 'p.name as product'])
    .where('l.id', '=', licenseId)
    .executeTakeFirstOrThrow();
  return { serial, product, files: await listKeyFiles(tx, licenseId) };
}

/** Forgets the key files of a license; answers with how many there were. */
export async function deleteKeyFiles(tx: Tx, licenseId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('app.key_files')
    .where('license_id', '=', licenseId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** What changed, so that the key files that say it must be signed anew; `after` is the last license already done. */
export type KeyFilesOf = ({ productId: string } | { planId: string }) & { after?: string };

/** The next licenses of a product or plan that have key files, by id. */
export async function listLicensesToSign(db: Db, of: KeyFilesOf, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('app.key_files as k')
    .innerJoin('app.licenses as l', 'l.id', 'k.license_id')
    .select('k.license_id')
    .distinct()
    .$if('productId' in of, (q) => q.where('l.product_id', '=', (of as { productId: string }).productId))
    .$if('planId' in of, (q) => q.where('l.plan_id', '=', (of as { planId: string }).planId))
    .$if(of.after !== undefined, (q) => q.where('k.license_id', '>', of.after ?? ''))
    .orderBy('k.license_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.license_id);
}
