import type {
  CataloguePlan,
  CatalogueProduct,
  NewComponent,
  PlanTargets,
  ProductVersion,
} from '@companyaccount/contract/admin-catalogue';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { newId } from '#platform/ids.ts';

type Table = 'app.products' | 'app.support_plans' | 'app.calendars';
type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

const afterOf = (query: PageQuery) =>
  query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'number');

const productRows = (db: Db | Tx) =>
  db
    .selectFrom('app.products as p')
    .select(['p.id', 'p.name', 'p.position', 'p.archived_at', 'p.version'])
    .select(
      sql<boolean>`exists (select from app.licenses l where l.product_id = p.id)
        or exists (select from app.license_batch_rows b where b.product_id = p.id)
        or exists (select from app.requests r where r.product_id = p.id)`.as('used'),
    )
    .select(
      sql<ProductVersion[]>`(select coalesce(json_agg(json_build_object('version', v.version, 'support', v.support,
        'supportUntil', v.support_until) order by v.position), '[]') from app.product_versions v
        where v.product_id = p.id)`.as('versions'),
    )
    .select(
      sql<CatalogueProduct['components']>`(select coalesce(json_agg(json_build_object('id', c.id, 'code', c.code,
        'name', c.name) order by c.position, c.id), '[]') from app.product_components c
        where c.product_id = p.id and c.archived_at is null)`.as('components'),
    );

/** Products in the vendor's order, one more than a page. */
export async function listProductRows(db: Db, query: PageQuery) {
  const after = afterOf(query);
  return productRows(db)
    .$if(after !== null, (q) => q.where(sql<boolean>`(p.position, p.id) > (${after?.value}, ${after?.id})`))
    .orderBy('p.position')
    .orderBy('p.id')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ProductRow = Awaited<ReturnType<typeof listProductRows>>[number];

/** One product. Throws `not_found`. */
export async function loadProductRow(db: Db | Tx, id: string): Promise<ProductRow> {
  const row = await productRows(db).where('p.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

const planRows = (db: Db | Tx) =>
  db
    .selectFrom('app.support_plans as p')
    .select([
      'p.id',
      'p.name',
      'p.position',
      'p.hours',
      'p.named_contacts',
      'p.targets',
      'p.calendar_id',
      'p.archived_at',
      'p.version',
    ])
    .select(
      sql<boolean>`exists (select from app.licenses l where l.plan_id = p.id)
        or exists (select from app.license_batch_rows b where b.plan_id = p.id)
        or exists (select from app.requests r where r.plan_id = p.id)`.as('used'),
    );

/** Support plans in their order, one more than a page. */
export async function listPlanRows(db: Db, query: PageQuery) {
  const after = afterOf(query);
  return planRows(db)
    .$if(after !== null, (q) => q.where(sql<boolean>`(p.position, p.id) > (${after?.value}, ${after?.id})`))
    .orderBy('p.position')
    .orderBy('p.id')
    .limit(pageSize(query) + 1)
    .execute();
}
export type PlanRow = Awaited<ReturnType<typeof listPlanRows>>[number];

/** One support plan. Throws `not_found`. */
export async function loadPlanRow(db: Db | Tx, id: string): Promise<PlanRow> {
  const row = await planRows(db).where('p.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

export const presentProduct = (row: ProductRow): CatalogueProduct => ({
  id: row.id,
  name: row.name,
  archived: row.archived_at !== null,
  used: row.used,
  versions: row.versions,
  components: row.components,
  version: row.version,
});

export const presentPlan = (row: PlanRow): CataloguePlan => {
  const targets = row.targets as PlanTargets;
  const full = (severity: 1 | 2 | 3 | 4) => ({
    ...targets[severity],
    resolution: targets[severity].resolution ?? null,
  });
  return {
    id: row.id,
    name: row.name,
    hours: row.hours,
    namedContacts: row.named_contacts,
    targets: { 1: full(1), 2: full(2), 3: full(3), 4: full(4) },
    calendarId: row.calendar_id,
    archived: row.archived_at !== null,
    used: row.used,
    version: row.version,
  };
};

/** Keeps others from changing names and order meanwhile; licenses go on being issued. */
export async function lockCatalogue(tx: Tx, table: Table): Promise<void> {
  await sql`lock table ${sql.raw(table)} in share row exclusive mode`.execute(tx);
}

/** Whether another row has the name already, however it is spelled. */
export async function isNameTaken(tx: Tx, table: Table, name: string, except: string | null = null): Promise<boolean> {
  const row = await tx
    .selectFrom(table)
    .select('id')
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .$if(except !== null, (q) => q.where('id', '!=', except))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const nextPosition = async (tx: Tx, table: Exclude<Table, 'app.calendars'>): Promise<number> =>
  (
    await tx
      .selectFrom(table)
      .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
      .executeTakeFirstOrThrow()
  ).next;

export async function insertProduct(tx: Tx, name: string): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.products')
    .values({ id, name, position: await nextPosition(tx, 'app.products') })
    .execute();
  return id;
}

export async function insertPlan(
  tx: Tx,
  columns: PlanColumns & { name: string; targets: string; calendar_id: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.support_plans')
    .values({ id, position: await nextPosition(tx, 'app.support_plans'), ...columns })
    .execute();
  return id;
}

export interface PlanColumns {
  name?: string;
  hours?: string;
  named_contacts?: number | null;
  /** As JSON. */
  targets?: string;
  calendar_id?: string;
  archived_at?: Date | null;
}

/** Changes columns and counts the version on. */
export async function updateProduct(
  tx: Tx,
  id: string,
  columns: { name?: string; archived_at?: Date | null },
): Promise<void> {
  await tx
    .updateTable('app.products')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function updatePlan(tx: Tx, id: string, columns: PlanColumns): Promise<void> {
  await tx
    .updateTable('app.support_plans')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Puts a product before another one, or at the end; positions are counted anew. */
export async function placeProduct(tx: Tx, id: string, before: string | null): Promise<void> {
  const rows = await tx.selectFrom('app.products').select('id').orderBy('position').orderBy('id').execute();
  const others = rows.map((row) => row.id).filter((other) => other !== id);
  const place = before === null ? others.length : others.indexOf(before);
  await sql`update app.products p set position = o.place
    from unnest(${others.toSpliced(place, 0, id)}::uuid[]) with ordinality as o (id, place)
    where p.id = o.id and p.position <> o.place`.execute(tx);
}

/** Replaces all versions of a product by these, in this order. */
export async function replaceVersions(tx: Tx, productId: string, versions: readonly ProductVersion[]): Promise<void> {
  await tx.deleteFrom('app.product_versions').where('product_id', '=', productId).execute();
  if (versions.length === 0) return;
  await tx
    .insertInto('app.product_versions')
    .values(
      versions.map(({ version, support, supportUntil }, position) => ({
        product_id: productId,
        version,
        support,
        support_until: supportUntil,
        position,
      })),
    )
    .execute();
}

/**
 * Replaces the components of a product by these, in this order. One that is left out is put aside, for key files may
 * still name it, and gives up its code.
 */
export async function replaceComponents(
  tx: Tx,
  productId: string,
  components: readonly NewComponent[],
  now: Date,
): Promise<void> {
  // Codes are unique, so they are all freed before they are given anew.
  await sql`update app.product_components
    set archived_at = coalesce(archived_at, ${now}), code = 'x-' || replace(id::text, '-', '')
    where product_id = ${productId} and (archived_at is null or code = any(${components.map(({ code }) => code)}))`.execute(
    tx,
  );
  await tx
    .insertInto('app.product_components')
    .values(
      components.map(({ id = newId(), code, name }, position) => ({ id, product_id: productId, code, name, position })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        code: eb.ref('excluded.code'),
        name: eb.ref('excluded.name'),
        position: eb.ref('excluded.position'),
        archived_at: null,
      })),
    )
    .execute();
}

/** Deletes a product with its versions and components; nothing may use it. */
export async function deleteProductRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.product_versions').where('product_id', '=', id).execute();
  await tx.deleteFrom('app.product_components').where('product_id', '=', id).execute();
  await tx.deleteFrom('app.products').where('id', '=', id).execute();
}

export async function deletePlanRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.support_plans').where('id', '=', id).execute();
}
