import type { Tx } from '#platform/db/database.ts';
import { refuseField } from '#platform/errors.ts';

/** How a request stands that an article is to be begun from. */
export async function findStatus(tx: Tx, requestId: string): Promise<string | undefined> {
  const row = await tx.selectFrom('app.requests').select('status').where('id', '=', requestId).executeTakeFirst();
  return row?.status;
}

/** Refuses a product that does not exist. */
export async function assertProduct(tx: Tx, productId: string): Promise<void> {
  const row = await tx.selectFrom('app.products').select('id').where('id', '=', productId).executeTakeFirst();
  if (row === undefined) throw refuseField('/productId', 'invalid');
}
