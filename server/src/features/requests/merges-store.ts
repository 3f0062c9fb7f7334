import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import type { Side } from '@companyaccount/contract/requests';
import { updateRequest } from './requests-store.ts';
import { excerptOf } from './request.ts';

/** What a merge changes in either request, and what undoing it puts back. */
const STANDING = [
  'status',
  'status_since',
  'resolution',
  'resolved_at',
  'lab_stage',
  'escalated',
  'promise_at',
  'promise_paused',
  'promise_left',
  'watch_at',
  'watch_stage',
  'reminded_at',
  'step_at',
] as const;
/** As long as these are the same nobody has gone on with a request. */
const UNTOUCHED = ['status', 'status_since', 'promise_at', 'promise_paused', 'promise_left'] as const;

/** So much of a text is looked at for its excerpt. */
const EXCERPT_FROM = 2000;

const columns = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));

/** How a request stands, as the database writes it. */
export async function loadStanding(tx: Tx, id: string): Promise<string> {
  const { rows } = await sql<{ standing: string }>`
    select to_jsonb(s)::text as standing from (select ${columns(STANDING)} from app.requests where id = ${id}) s`.execute(
    tx,
  );
  return rows[0]?.standing ?? '{}';
}

/** Puts a request back to how it stood. */
async function restoreStanding(tx: Tx, id: string, standing: unknown): Promise<void> {
  await sql`
    update app.requests set (${columns(STANDING)}) =
      (select ${columns(STANDING)} from jsonb_populate_record(null::app.requests, ${JSON.stringify(standing)}::jsonb))
    where id = ${id}`.execute(tx);
}

/** What a merge moved: messages, objects of the lab, people, drafts. */
export interface Moved {
  messageIds: readonly string[];
  objectIds: readonly string[];
  participantIds: readonly string[];
  draftIds: readonly string[];
}

interface NewMerge extends Moved {
  id: string;
  targetId: string;
  stood: string;
  targetStood: string;
}

/** Notes how a merge can be taken back. */
export async function insertMerge(tx: Tx, m: NewMerge): Promise<void> {
  await tx
    .insertInto('app.request_merges')
    .values({
      request_id: m.id,
      stood: m.stood,
      target_stood: m.targetStood,
      target_came_to: await loadStanding(tx, m.targetId),
      message_ids: [...m.messageIds],
      object_ids: [...m.objectIds],
      participant_ids: [...m.participantIds],
      draft_ids: [...m.draftIds],
    })
    .execute();
}

/** Takes a merge out of the notes; answers with what it was. */
export const takeMerge = (tx: Tx, id: string) =>
  tx.deleteFrom('app.request_merges').where('request_id', '=', id).returningAll().executeTakeFirstOrThrow();

/** Both as they stood; the target only where nobody has gone on with it. */
export async function restoreBoth(
  tx: Tx,
  id: string,
  targetId: string,
  merge: { stood: unknown; target_stood: unknown; target_came_to: unknown },
): Promise<void> {
  await restoreStanding(tx, id, merge.stood);
  const now = JSON.parse(await loadStanding(tx, targetId)) as Record<string, unknown>;
  const cameTo = merge.target_came_to as Record<string, unknown>;
  if (UNTOUCHED.every((name) => now[name] === cameTo[name])) await restoreStanding(tx, targetId, merge.target_stood);
}

/** Ids of all messages of a request. */
export async function messagesOf(tx: Tx, requestId: string): Promise<string[]> {
  const rows = await tx.selectFrom('app.messages').select('id').where('request_id', '=', requestId).execute();
  return rows.map(({ id }) => id);
}

/** Moves messages with their files from one request to another, and what the search knows of them; answers with those there were. */
export async function moveMessages(tx: Tx, from: string, to: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const moved = await tx
    .updateTable('app.messages')
    .set({ request_id: to })
    .where('request_id', '=', from)
    .where('id', 'in', ids)
    .returning('id')
    .execute();
  const messageIds = moved.map(({ id }) => id);
  if (messageIds.length === 0) return [];
  await tx.updateTable('app.attachments').set({ request_id: to }).where('message_id', 'in', messageIds).execute();
  await tx.updateTable('app.search_entries').set({ request_id: to }).where('source_id', 'in', messageIds).execute();
  return messageIds;
}

/** Moves what was submitted to the lab, all of it or the given; answers with what was moved. */
export async function moveObjects(tx: Tx, from: string, to: string, ids?: readonly string[]): Promise<string[]> {
  const rows = await tx
    .updateTable('app.submission_objects')
    .set({ request_id: to })
    .where('request_id', '=', from)
    .$if(ids !== undefined, (q) => q.where(sql<boolean>`id = any (${ids ?? []}::uuid[])`))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The files among what was submitted with these messages go with them. */
export async function moveObjectsOf(tx: Tx, to: string, messageIds: readonly string[]): Promise<void> {
  await tx
    .updateTable('app.submission_objects as o')
    .from('app.attachments as a')
    .set({ request_id: to })
    .whereRef('o.attachment_id', '=', 'a.id')
    .where('a.message_id', 'in', messageIds)
    .execute();
}

/** Brings what lists show of a request's messages up to date, after messages came or went. */
export async function recountMessages(tx: Tx, requestId: string): Promise<void> {
  const ofRequest = tx
    .selectFrom('app.messages')
    .where('request_id', '=', requestId)
    .where('visibility', '=', 'public');
  const last = await ofRequest
    .select(['text', 'author_side', 'created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { count } = await ofRequest.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  await updateRequest(tx, requestId, {
    message_count: count,
    ...(last === undefined
      ? {}
      : {
          excerpt: excerptOf(last.text),
          last_message_at: last.created_at,
          last_message_side: last.author_side as Side,
        }),
  });
}

/** Whether the vendor has to decide about somebody's account here, which stays where it is. */
export async function isAccountCase(tx: Tx, requestId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.account_cases')
    .select('request_id')
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether two requests come from the same customer: of one company, or of one confirmed address outside every company. */
export async function isSameCustomer(tx: Tx, one: string, other: string): Promise<boolean> {
  const rows = await tx
    .selectFrom('app.requests as r')
    .leftJoin('app.submitters as s', 's.id', 'r.submitter_id')
    .select(['r.company_id', 's.email', 's.confirmed_at'])
    .where('r.id', 'in', [one, other])
    .execute();
  const [a, b] = rows;
  if (a === undefined || b === undefined || a.company_id !== b.company_id) return false;
  // An address that nobody has confirmed may be anybody's, whose link would open the other's request.
  return (
    a.company_id !== null || (a.email !== null && a.email === b.email && !rows.some((r) => r.confirmed_at === null))
  );
}

/** Chosen messages of a request, oldest first, and what decides whether they can go. */
export async function loadChosen(tx: Tx, requestId: string, ids: readonly string[]) {
  const all = await tx
    .selectFrom('app.messages')
    .select(['id', 'visibility', 'author_side', 'author_id'])
    .select((eb) => eb.fn<string>('left', ['text', eb.val(EXCERPT_FROM)]).as('text'))
    .where('request_id', '=', requestId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const isPublic = ({ visibility }: { visibility: string }): boolean => visibility === 'public';
  const messages = all.filter(({ id }) => ids.includes(id));
  const seen = messages.filter(isPublic);
  return {
    messages,
    publicOnes: seen.length,
    publicLeft: all.filter((one) => isPublic(one) && !ids.includes(one.id)).length,
    vendorSpoke: seen.some(({ author_side }) => author_side === 'vendor'),
    /** Who of the customer spoke first among them. */
    customerId: seen.find(({ author_side }) => author_side === 'customer')?.author_id ?? null,
  };
}
