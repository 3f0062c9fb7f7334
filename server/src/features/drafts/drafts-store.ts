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

/** Forms of a request's page whose text goes with the request's messages. */
const OF_REQUEST = ['reply', 'note'] as const;

/**
 * What people are writing to one request goes over to another: as it is, or behind what the same person writes there, so
 * that no text is lost. Answers with the ids of the drafts that went over as they are.
 */
export async function moveDrafts(tx: Tx, from: string, to: string): Promise<string[]> {
  const moved: string[] = [];
  for (const form of OF_REQUEST) {
    const drafts = await tx
      .selectFrom('app.drafts')
      .select(['id', 'person_id', 'company_id', 'content', 'upload_ids'])
      .where('key', '=', `${form}:${from}`)
      .forUpdate()
      .execute();
    for (const draft of drafts) {
      const there = await tx
        .selectFrom('app.drafts')
        .select(['id', 'content', 'upload_ids'])
        .where('key', '=', `${form}:${to}`)
        .where('person_id', '=', draft.person_id)
        .where('company_id', 'is not distinct from', draft.company_id)
        .forUpdate()
        .executeTakeFirst();
      if (there === undefined) {
        await tx
          .updateTable('app.drafts')
          .set({ key: `${form}:${to}` })
          .where('id', '=', draft.id)
          .execute();
        moved.push(draft.id);
        continue;
      }
      const [first, second] = [there.content, draft.content] as { text?: string }[];
      const text = [first?.text, second?.text].filter((one) => one !== undefined && one !== '').join('\n\n');
      await tx.deleteFrom('app.drafts').where('id', '=', draft.id).execute();
      await tx
        .updateTable('app.drafts')
        .set((eb) => ({
          content: JSON.stringify({ ...first, text }),
          upload_ids: [...there.upload_ids, ...draft.upload_ids],
          version: eb('version', '+', 1),
        }))
        .where('id', '=', there.id)
        .execute();
    }
  }
  return moved;
}

/** Brings drafts back that went over, as far as nobody has written on them since. */
export async function returnDrafts(
  tx: Tx,
  ids: readonly string[],
  from: string,
  to: string,
  since: Date,
): Promise<void> {
  if (ids.length === 0) return;
  for (const form of OF_REQUEST) {
    await tx
      .updateTable('app.drafts')
      .set({ key: `${form}:${to}` })
      .where('id', 'in', ids)
      .where('key', '=', `${form}:${from}`)
      .where('updated_at', '<=', since)
      .execute();
  }
}
