import type {
  CreateProduct,
  NewComponent,
  PatchProduct,
  ProductVersion,
} from '@companyaccount/contract/admin-catalogue';
import { replaceKeyFilesOf } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import {
  deleteProductRow,
  insertProduct,
  isNameTaken,
  loadProductRow,
  lockCatalogue,
  placeProduct,
  type ProductRow,
  replaceComponents,
  replaceVersions,
  updateProduct,
} from './catalogue-store.ts';
import { firstDouble, isSameList } from './catalogue.ts';

function refuseDoubles(versions: readonly ProductVersion[], components: readonly NewComponent[]): void {
  const version = firstDouble(versions.map((one) => one.version));
  if (version !== null) throw refuseField(`/versions/${version}/version`, 'taken');
  const code = firstDouble(components.map((one) => one.code));
  if (code !== null) throw refuseField(`/components/${code}/code`, 'taken');
  const id = firstDouble(components.flatMap((one) => one.id ?? []));
  if (id !== null) throw refuseField(`/components/${id}/id`, 'taken');
}

async function refuseTakenName(tx: Tx, name: string, except: string | null = null): Promise<void> {
  if (await isNameTaken(tx, 'app.products', name, except)) throw refuseField('/name', 'taken');
}

/** Adds a product at the end of the order; answers with its id. */
export async function createProduct(
  tx: Tx,
  { name, versions = [], components = [{ code: 'main', name }] }: CreateProduct,
  now: Date,
): Promise<string> {
  await lockCatalogue(tx, 'app.products');
  await refuseTakenName(tx, name);
  refuseDoubles(versions, components);
  const stranger = components.findIndex(({ id }) => id !== undefined);
  if (stranger >= 0) throw refuseField(`/components/${stranger}/id`, 'not_one_of');
  const id = await insertProduct(tx, name);
  await replaceVersions(tx, id, versions);
  await replaceComponents(tx, id, components, now);
  await audit(tx, 'product.created', { type: 'product', id }, { name });
  return id;
}

/** What of a change is really one. */
function changesOf(product: ProductRow, { name, archived, versions, components }: PatchProduct) {
  return {
    ...(name === undefined || name === product.name ? {} : { name }),
    ...(archived === undefined || archived === (product.archived_at !== null) ? {} : { archived }),
    ...(versions === undefined || isSameList(versions, product.versions) ? {} : { versions }),
    ...(components === undefined || isSameList(components, product.components) ? {} : { components }),
  };
}

/** Changes a product that is still at `version`. What key files say of it is signed anew. */
export async function editProduct(tx: Tx, id: string, version: number, body: PatchProduct, now: Date): Promise<void> {
  await lockCatalogue(tx, 'app.products');
  const product = await loadProductRow(tx, id);
  if (product.version !== version) throw new Refusal('version_moved');
  const change = changesOf(product, body);
  if (Object.keys(change).length === 0) return;
  const { name, archived, versions, components } = change;
  if (name !== undefined) await refuseTakenName(tx, name, id);
  refuseDoubles(versions ?? [], components ?? []);
  const own = new Set(product.components.map((one) => one.id));
  const stranger = components?.findIndex((one) => one.id !== undefined && !own.has(one.id)) ?? -1;
  if (stranger >= 0) throw refuseField(`/components/${stranger}/id`, 'not_one_of');

  await updateProduct(tx, id, {
    ...(name === undefined ? {} : { name }),
    ...(archived === undefined ? {} : { archived_at: archived ? now : null }),
  });
  if (versions !== undefined) await replaceVersions(tx, id, versions);
  if (components !== undefined) await replaceComponents(tx, id, components, now);
  if (name !== undefined || components !== undefined) await replaceKeyFilesOf(tx, { productId: id });
  await audit(tx, 'product.changed', { type: 'product', id }, { fields: Object.keys(change) });
}

/** Puts a product before another one, or at the end. */
export async function moveProduct(tx: Tx, id: string, before: string | null): Promise<void> {
  await lockCatalogue(tx, 'app.products');
  await loadProductRow(tx, id);
  if (before === id) throw refuseField('/before', 'invalid');
  if (before !== null) {
    await loadProductRow(tx, before).catch(() => {
      throw refuseField('/before', 'not_one_of');
    });
  }
  await placeProduct(tx, id, before);
  await audit(tx, 'product.moved', { type: 'product', id }, { before });
}

/** Deletes a product that nothing uses. */
export async function deleteProduct(tx: Tx, id: string): Promise<void> {
  await lockCatalogue(tx, 'app.products');
  const product = await loadProductRow(tx, id);
  if (product.used) throw new Refusal('in_use');
  await deleteProductRow(tx, id);
  await audit(tx, 'product.deleted', { type: 'product', id }, { name: product.name });
}
