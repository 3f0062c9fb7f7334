import type { Desk } from '@companyaccount/contract/requests';
import { TAGS_MAX, tagOf, type TagRequest } from '@companyaccount/contract/tags';
import { tellChange } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { lockOwnDesk } from './desk-access.ts';
import { countTags, deleteTags, ensureTags, insertTags } from './tags-store.ts';

/** The tags as they are kept, each once; one of which nothing is left is refused by its field. */
function tagsOf(field: 'add' | 'remove', texts: readonly string[]): string[] {
  const tags = texts.map(tagOf);
  const empty = tags.indexOf('');
  if (empty >= 0) throw refuseField(`/${field}/${empty}`, 'invalid');
  return [...new Set(tags)];
}

/**
 * Gives a request of the own desk tags, and takes others away; says whether that changed anything. The request does not
 * count as changed by it, since its company would see that. Refuses with `too_many_tags`.
 */
export async function tagRequest(
  tx: Tx,
  actor: Agent,
  id: string,
  { add = [], remove = [] }: TagRequest,
): Promise<boolean> {
  const [wanted, unwanted] = [tagsOf('add', add), tagsOf('remove', remove)];
  const request = await lockOwnDesk(tx, actor, id);
  const desk = request.desk as Desk;
  const removed = await deleteTags(tx, id, desk, unwanted);
  const ids = await ensureTags(tx, desk, wanted);
  if (ids === null) throw new Refusal('too_many_tags');
  const added = await insertTags(tx, id, ids);
  if (added.length === 0 && removed.length === 0) return false;
  if (added.length > 0 && (await countTags(tx, id)) > TAGS_MAX) throw new Refusal('too_many_tags');
  await audit(tx, 'request.tagged', { type: 'request', id }, { added, removed }, request.company_id);
  await tellChange(tx, 'request_changed', request, true);
  return true;
}
