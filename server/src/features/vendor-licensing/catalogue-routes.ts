import { adminCatalogueRoutes } from '@companyaccount/contract/admin-catalogue';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import {
  listPlanRows,
  listProductRows,
  loadPlanRow,
  loadProductRow,
  presentPlan,
  presentProduct,
} from './catalogue-store.ts';
import { publicMinutesOf } from './catalogue.ts';
import { createPlan, deletePlan, editPlan } from './edit-plan.ts';
import { createProduct, deleteProduct, editProduct, moveProduct } from './edit-product.ts';

const placeOf = (row: { position: number; id: string }) => ({ value: row.position, id: row.id });

/** Handlers of products and support plans, as the vendor's admins keep them. */
export function catalogueHandlers({ db, clock, config }: Platform): Handlers<typeof adminCatalogueRoutes> {
  const publicMinutes = publicMinutesOf(config);
  return {
    listCatalogueProducts: async ({ query }) =>
      page(
        adminCatalogueRoutes.listCatalogueProducts,
        { query },
        await listProductRows(db, query),
        presentProduct,
        placeOf,
      ),
    createProduct: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createProduct', key, body };
        const id = await once(tx, onceKey, () => createProduct(tx, body, clock()));
        return presentProduct(await loadProductRow(tx, id));
      }),
    getCatalogueProduct: async ({ params: { id } }) => presentProduct(await loadProductRow(db, id)),
    patchProduct: async ({ actor, params: { id }, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await editProduct(tx, id, version, body, clock());
        return presentProduct(await loadProductRow(tx, id));
      }),
    moveProduct: async ({ actor, params: { id }, body: { before } }) =>
      transact(db, scopeOf(actor), (tx) => moveProduct(tx, id, before)),
    deleteProduct: async ({ actor, params: { id } }) => transact(db, scopeOf(actor), (tx) => deleteProduct(tx, id)),
    listCataloguePlans: async ({ query }) =>
      page(adminCatalogueRoutes.listCataloguePlans, { query }, await listPlanRows(db, query), presentPlan, placeOf),
    createPlan: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createPlan', key, body };
        const id = await once(tx, onceKey, () => createPlan(tx, body, publicMinutes));
        return presentPlan(await loadPlanRow(tx, id));
      }),
    getCataloguePlan: async ({ params: { id } }) => presentPlan(await loadPlanRow(db, id)),
    patchPlan: async ({ actor, params: { id }, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await editPlan(tx, id, version, body, publicMinutes, clock());
        return presentPlan(await loadPlanRow(tx, id));
      }),
    deletePlan: async ({ actor, params: { id } }) => transact(db, scopeOf(actor), (tx) => deletePlan(tx, id)),
  };
}
