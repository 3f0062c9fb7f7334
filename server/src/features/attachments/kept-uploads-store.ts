import type { Tx } from '#platform/db/database.ts';
import type { Uploader } from './upload.ts';

export interface UploadOwner {
  personId: string;
  companyId: string | null;
}
type AnyOwner = UploadOwner | Uploader;

const ownUploads = (tx: Tx, owner: AnyOwner, ids: readonly string[]) =>
  tx
    .selectFrom('app.uploads')
    .where('id', 'in', [...ids])
    .where('person_id', 'is not distinct from', owner.personId)
    .where('company_id', 'is not distinct from', owner.companyId)
    .where('upload_token_id', 'is not distinct from', 'uploadTokenId' in owner ? owner.uploadTokenId : null);

/** Which of these uploads are the owner's, finished and not over their time, in the order of the ids. */
export async function findFinishedUploads(
  tx: Tx,
  owner: AnyOwner,
  ids: readonly string[],
  now: Date,
): Promise<{ id: string; name: string; size: number }[]> {
  if (ids.length === 0) return [];
  const rows = await ownUploads(tx, owner, ids)
    .select(['id', 'name', 'size'])
    .where('state', '=', 'finished')
    .where('expires_at', '>', now)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Keeps the owner's uploads until a time at least; what is not theirs is left alone. */
export async function keepUploads(tx: Tx, owner: UploadOwner, ids: readonly string[], until: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('app.uploads')
    .set({ expires_at: until })
    .where('id', 'in', [...ids])
    .where('person_id', '=', owner.personId)
    .where('company_id', 'is not distinct from', owner.companyId)
    .where('expires_at', '<', until)
    .execute();
}
