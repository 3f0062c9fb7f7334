import type { DraftKey, PutDraft } from '@companyaccount/contract/drafts';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { newId } from '#platform/ids.ts';

/** Whose drafts: a person's in one company, or as staff. */
export interface Owner {
  personId: string;
  companyId: string | null;
}

const ofOwner = ({ personId, companyId }: Owner) => ({ person_id: personId, company_id: companyId });

/** The drafts of one owner; the wall says the same once more for members. */
export const draftsOf = (tx: Tx, owner: Owner) =>
  tx
    .selectFrom('app.drafts')
    .where('person_id', '=', owner.personId)
    .where('company_id', 'is not distinct from', owner.companyId);

/** Whoever begins a draft waits for the other, so that two windows together do not exceed the number. */
export async function lockDrafts(tx: Tx, { personId }: Owner): Promise<void> {
  await takeTurn(tx, `drafts ${personId}`);
}

/** How many drafts the owner has. */
export async function countDrafts(tx: Tx, owner: Owner): Promise<number> {
  const { count } = await draftsOf(tx, owner)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

interface Written {
  content: string;
  uploadIds: readonly string[];
  at: Date;
}

export const asWritten = ({ content, uploads = [] }: PutDraft, at: Date): Written => ({
  content: JSON.stringify(content),
  uploadIds: uploads,
  at,
});

const columns = ({ content, uploadIds, at }: Written) => ({ content, upload_ids: [...uploadIds], updated_at: at });

/** Begins a draft and answers with its version; undefined where there is one already. */
export async function insertDraft(tx: Tx, owner: Owner, key: DraftKey, written: Written): Promise<number | undefined> {
  const row = await tx
    .insertInto('app.drafts')
    .values({ id: newId(), ...ofOwner(owner), key, ...columns(written) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  return row?.version;
}

/** Writes on a draft of this version and answers with the next; undefined where it has moved or is gone. */
export async function updateDraft(
  tx: Tx,
  owner: Owner,
  key: DraftKey,
  version: number,
  written: Written,
): Promise<number | undefined> {
  const row = await tx
    .updateTable('app.drafts')
    .set((eb) => ({ ...columns(written), version: eb('version', '+', 1) }))
    .where('person_id', '=', owner.personId)
    .where('company_id', 'is not distinct from', owner.companyId)
    .where('key', '=', key)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
  return row?.version;
}

/** Deletes a draft if it still has this version. */
export async function deleteDraft(tx: Tx, owner: Owner, key: DraftKey, version: number): Promise<void> {
  await tx
    .deleteFrom('app.drafts')
    .where('person_id', '=', owner.personId)
    .where('company_id', 'is not distinct from', owner.companyId)
    .where('key', '=', key)
    .where('version', '=', version)
    .execute();
}
