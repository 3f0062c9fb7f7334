import type { Desk } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { Tx } from '#platform/db/database.ts';
import { isProved, type ThreadClaim } from '#platform/mail/mail-thread.ts';
import type { Member } from '#platform/http/actor.ts';
import { followMerges } from './merges-access.ts';
import { type LockedRequest, loadRequest, mayReadRequest } from './requests-access.ts';

/** Whom a mail about a request was written to, and so who may answer it. */
export interface ThreadRecipient {
  requestId: string;
  companyId: string | null;
  desk: Desk;
  /** A person, else the submitter of the request. */
  personId: string | null;
  /** In lower case; null where it is not known any more, or was never confirmed. */
  email: string | null;
}

/** Whoever could have got mails about a request: mails that were, and people whom it concerns. */
const recipientsOf = async (tx: Tx, requestId: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select recipient_id as id from app.mails where request_id = ${requestId} and recipient_id is not null
    union select person_id from app.request_participants where request_id = ${requestId}
    union select unnest(array[author_id, owner_id, submitter_id]) from app.requests where id = ${requestId}`.execute(
    tx,
  );
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
};

/** Of what a mail claims, the first that holds: the request and whose answer it would be. Asks on the vendor's side. */
export async function findThread(
  tx: Tx,
  keyring: Pick<Keyring, 'keyedHash'>,
  claims: readonly ThreadClaim[],
): Promise<ThreadRecipient | null> {
  for (const claim of claims) {
    const { requestId } = claim;
    const recipientId = (await recipientsOf(tx, requestId)).find((id) => isProved(keyring, claim, id));
    if (recipientId === undefined) continue;
    const row = await tx
      .selectFrom('app.requests as r')
      .leftJoin('auth.people as p', (join) => join.on('p.id', '=', recipientId).on('p.email_verified', '=', true))
      .leftJoin('app.submitters as s', (join) => join.onRef('s.id', '=', 'r.submitter_id').on('s.id', '=', recipientId))
      .select(['r.id', 'r.company_id', 'r.desk', 'p.id as person_id', 'p.email', 's.email as submitter_email'])
      .select('s.confirmed_at')
      .where('r.id', '=', requestId)
      .executeTakeFirst();
    if (row === undefined) continue;
    const confirmed = row.confirmed_at === null ? null : row.submitter_email;
    return {
      // A merged request goes on in another of the same customer.
      requestId: await followMerges(tx, requestId),
      companyId: row.company_id,
      desk: row.desk as Desk,
      personId: row.person_id,
      email: (row.email ?? confirmed)?.toLowerCase() ?? null,
    };
  }
  return null;
}

const NUMBER = /\b(?<prefix>TS|VL)-(?<value>\d{1,9})\b/u;

/** The request whose number stands in a subject, where the member may read it; null otherwise. In the member's scope. */
export async function findNumberedFor(tx: Tx, actor: Member, subject: string): Promise<LockedRequest | null> {
  const { prefix, value } = NUMBER.exec(subject)?.groups ?? {};
  if (value === undefined) return null;
  const row = await tx
    .selectFrom('app.requests as r')
    .select('r.id')
    .where('r.desk', '=', prefix === 'TS' ? 'support' : 'lab')
    .where('r.number', '=', Number(value))
    .where((eb) => mayReadRequest(eb, actor))
    .executeTakeFirst();
  return row === undefined ? null : loadRequest(tx, actor, await followMerges(tx, row.id));
}
