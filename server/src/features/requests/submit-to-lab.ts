import type { CreateSubmission } from '@companyaccount/contract/submissions';
import { attachUploads, findFinishedUploads, type Uploader } from '#features/attachments/index.ts';
import { submitObjects } from '#features/lab/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { indexTexts } from './search-store.ts';
import { submitRequest } from './submit-request.ts';
import type { NewSubmitter } from './submitters-store.ts';
import { languageOf } from './text-language.ts';

interface ToLab {
  submitter: NewSubmitter;
  input: Pick<CreateSubmission, 'kind' | 'text' | 'uploads' | 'hashes' | 'urls' | 'archivePassword'>;
  /** Whose the uploads are. */
  by: Uploader;
  /** Writes the subject from the names of what is submitted. */
  subjectOf: (names: readonly string[]) => string;
  /** What the public is promised. */
  minutes: number;
}

/** Files a request with the Virus Lab for somebody who acts for no company, with its objects; answers with its id. */
export async function submitToLab(
  tx: Tx,
  { submitter, input, by, subjectOf, minutes }: ToLab,
  at: Date,
): Promise<string> {
  const { kind, text, uploads = [], hashes = [], urls = [], archivePassword: password = null } = input;
  const files = await findFinishedUploads(tx, by, uploads, at);
  if (files.length < uploads.length) throw new Refusal('upload_not_ready');
  const names = [...files.map(({ name }) => name), ...hashes, ...urls];
  if (names.length === 0) throw refuseField('/uploads', 'required');
  const language = (await languageOf(text)) ?? submitter.language;
  const { id, messageId } = await submitRequest(
    tx,
    submitter,
    { desk: 'lab', kind, subject: subjectOf(names), text, language },
    minutes,
    at,
  );
  const message = { id: messageId, requestId: id, companyId: null };
  const attached = await attachUploads(tx, { by, message, uploadIds: uploads, now: at });
  await submitObjects(tx, { requestId: id, companyId: null, messageId, hashes, urls, password }, at);
  if (attached.length > 0) {
    const entry = { sourceId: messageId, requestId: id, companyId: null, internal: false, language, text };
    await indexTexts(tx, [{ ...entry, names: attached }]);
  }
  return id;
}
