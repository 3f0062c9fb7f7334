import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

/** What is asked here is asked behind the wall, in the transaction of a member: internal rows do not exist there. */
const nameOf = (column: string) =>
  sql<string | null>`(select s.name from app.people_seen(array[${sql.ref(column)}]) s)`;

/** The company itself and what it has besides requests. */
export async function loadCompanyData(tx: Tx) {
  const company = await tx
    .selectFrom('app.companies')
    .select(['id', 'name', 'sharing', 'created_at as createdAt'])
    .executeTakeFirstOrThrow();
  const licenses = await tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .innerJoin('app.support_plans as s', 's.id', 'l.plan_id')
    .select(['l.serial', 'p.name as product', 's.name as plan', 'l.seats', 'l.state'])
    .select(['l.valid_from as validFrom', 'l.valid_until as validUntil'])
    .orderBy('l.id')
    .execute();
  const environments = await tx
    .selectFrom('app.product_profiles as e')
    .innerJoin('app.products as p', 'p.id', 'e.product_id')
    .select(['e.name', 'p.name as product', 'e.product_version as productVersion'])
    .select(['e.operating_system as operatingSystem', 'e.notes'])
    .orderBy('e.id')
    .execute();
  return { company, licenses, environments };
}

/** Members with their addresses, which a customer's transaction does not have: on the vendor's side. */
export const listMembersOf = (tx: Tx, companyId: string) =>
  tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .where('m.company_id', '=', companyId)
    .select(['p.name', 'p.email', 'm.role', 'm.state', 'm.created_at as joinedAt'])
    .orderBy('m.id')
    .execute();

/** Messages, course and files of these requests, oldest first. */
export async function loadDialogues(tx: Tx, requestIds: readonly string[]) {
  const messages = await tx
    .selectFrom('app.messages as m')
    .where('m.request_id', 'in', requestIds)
    .where('m.visibility', '=', 'public')
    .select(['m.id', 'm.request_id as requestId', 'm.author_side as side', 'm.text', 'm.quoted', 'm.by_mail as byMail'])
    .select(['m.created_at as createdAt', 'm.corrected_at as correctedAt', nameOf('m.author_id').as('author')])
    .orderBy('m.created_at')
    .orderBy('m.id')
    .execute();
  const course = await tx
    .selectFrom('app.timeline_entries as t')
    .where('t.request_id', 'in', requestIds)
    .where('t.visibility', '=', 'public')
    .select(['t.request_id as requestId', 't.type', 't.field', 't.from_value as from', 't.to_value as to'])
    .select(['t.created_at as createdAt', nameOf('t.actor_id').as('by')])
    .orderBy('t.created_at')
    .orderBy('t.id')
    .execute();
  const files = await tx
    .selectFrom('app.attachments as a')
    .where('a.request_id', 'in', requestIds)
    .select(['a.request_id as requestId', 'a.message_id as messageId', 'a.name', 'a.size', 'a.state'])
    .select((eb) => [
      'a.blob_id as blobId',
      eb.fn<string | null>('encode', ['a.sha256', sql.lit('hex')]).as('sha256'),
      'a.created_at as createdAt',
    ])
    .orderBy('a.message_id')
    .orderBy('a.position')
    .execute();
  return { messages, course, files };
}
export type Dialogues = Awaited<ReturnType<typeof loadDialogues>>;
