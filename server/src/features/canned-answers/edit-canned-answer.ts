import type { AuditAction } from '@companyaccount/contract/audit';
import {
  CANNED_ANSWERS_MAX,
  CANNED_VARIABLES,
  type CreateCannedAnswer,
  type PatchCannedAnswer,
  placesIn,
} from '@companyaccount/contract/canned-answers';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { assertMayKeep, lockCannedRow } from './canned-answers-access.ts';
import {
  type CannedColumns,
  countCanned,
  deleteCanned,
  insertCanned,
  isCannedName,
  lockCanned,
  updateCanned,
} from './canned-answers-store.ts';

/** A second text of a language, and a place for something that nobody knows, are refused by their field. */
function assertTexts(texts: PatchCannedAnswer['texts']): void {
  const languages = new Set<string>();
  for (const [at, { language, text }] of (texts ?? []).entries()) {
    if (languages.has(language)) throw refuseField(`/texts/${at}/language`, 'taken');
    languages.add(language);
    const unknown = placesIn(text).some((name) => CANNED_VARIABLES.every((one) => one !== name));
    if (unknown) throw refuseField(`/texts/${at}/text`, 'invalid');
  }
}

const columnsOf = ({ name, desk, texts }: PatchCannedAnswer): Partial<CannedColumns> => ({
  ...(name === undefined ? {} : { name: name.trim() }),
  ...(desk === undefined ? {} : { desk }),
  ...(texts === undefined
    ? {}
    : { texts: JSON.stringify(Object.fromEntries(texts.map(({ language, text }) => [language, text.trim()]))) }),
});

async function tell(tx: Tx, action: AuditAction, id: string, data: Record<string, unknown>): Promise<void> {
  await audit(tx, action, { type: 'canned_answer', id }, data);
  // Whoever works on a desk hears of what is told to any of them.
  await emit(tx, 'canned_answers_changed', { desk: 'support', internal: true });
}

const languagesOf = (texts: PatchCannedAnswer['texts']) => texts?.map(({ language }) => language);

/** Adds a canned answer and answers with its id; refuses with `too_many_canned_answers`. */
export async function createCannedAnswer(tx: Tx, actor: Agent, body: CreateCannedAnswer, at: Date): Promise<string> {
  assertMayKeep(actor, body.desk);
  assertTexts(body.texts);
  await lockCanned(tx);
  if ((await countCanned(tx)) >= CANNED_ANSWERS_MAX) throw new Refusal('too_many_canned_answers');
  if (await isCannedName(tx, body.name.trim(), null)) throw refuseField('/name', 'taken');
  const id = await insertCanned(tx, columnsOf(body) as CannedColumns, at);
  await tell(tx, 'canned_answer.created', id, {
    name: body.name.trim(),
    desk: body.desk,
    languages: languagesOf(body.texts),
  });
  return id;
}

/** Changes a canned answer of this version; refuses with `version_moved`. */
export async function editCannedAnswer(
  tx: Tx,
  actor: Agent,
  id: string,
  version: number,
  body: PatchCannedAnswer,
): Promise<void> {
  assertTexts(body.texts);
  await lockCanned(tx);
  const row = await lockCannedRow(tx, actor, id);
  if (body.desk !== undefined) assertMayKeep(actor, body.desk);
  if (row.version !== version) throw new Refusal('version_moved');
  const name = body.name?.trim() ?? row.name;
  if (await isCannedName(tx, name, id)) throw refuseField('/name', 'taken');
  await updateCanned(tx, id, columnsOf(body));
  await tell(tx, 'canned_answer.changed', id, { name, fields: Object.keys(body), languages: languagesOf(body.texts) });
}

/** Deletes a canned answer; what was written with it stays. */
export async function deleteCannedAnswer(tx: Tx, actor: Agent, id: string): Promise<void> {
  const { name } = await lockCannedRow(tx, actor, id);
  await deleteCanned(tx, id);
  await tell(tx, 'canned_answer.deleted', id, { name });
}
