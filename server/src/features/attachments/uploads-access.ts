import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Uploader } from './upload.ts';

/** Makes sure that this is who began the upload, for the same company; any other is `not_found`. */
export async function assertOwnUpload(tx: Tx, uploader: Uploader, id: string): Promise<void> {
  const row = await tx
    .selectFrom('app.uploads')
    .select('id')
    .where('id', '=', id)
    .where('person_id', 'is not distinct from', uploader.personId)
    .where('company_id', 'is not distinct from', uploader.companyId)
    .where('upload_token_id', 'is not distinct from', uploader.uploadTokenId)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
}
