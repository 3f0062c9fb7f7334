import type { Tx } from '#platform/db/database.ts';

const KEY = 'set_up';

/** The link that is open, as its hash. */
export interface OpenSetUp {
  hash: string;
  expiresAt: Date;
}

export async function writeSetUp(tx: Tx, { hash, expiresAt }: OpenSetUp): Promise<void> {
  const value = `${hash} ${expiresAt.toISOString()}`;
  await tx
    .insertInto('app.installation')
    .values({ key: KEY, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

export async function readSetUp(tx: Tx): Promise<OpenSetUp | null> {
  const row = await tx.selectFrom('app.installation').select('value').where('key', '=', KEY).executeTakeFirst();
  const [hash = '', expiresAt = ''] = row?.value.split(' ') ?? [];
  return row === undefined ? null : { hash, expiresAt: new Date(expiresAt) };
}

export async function forgetSetUp(tx: Tx): Promise<void> {
  await tx.deleteFrom('app.installation').where('key', '=', KEY).execute();
}
