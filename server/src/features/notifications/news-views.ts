import type { NotificationMode } from '@companyaccount/contract/notifications';
import type { Desk, RequestStatus, Resolution } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import { attachmentsOf } from '#features/attachments/index.ts';
import type { ToldNews } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { DEFAULT_MODE } from './settings-store.ts';

/** A request as a mail tells of it. */
export async function loadNewsRequest(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('app.requests as r')
    .leftJoin('app.submitters as s', 's.id', 'r.submitter_id')
    .select(['r.id', 'r.company_id', 'r.desk', 'r.number', 'r.subject', 'r.status', 'r.author_id', 'r.owner_id'])
    .select(['r.resolution', 'r.resolved_at', 'r.step_at'])
    .select(['s.id as submitter_id', 's.email', 's.language', 's.confirmed_at'])
    .select(sql<Date | null>`nullif(r.promise_at, 'infinity')`.as('promised_at'))
    .where('r.id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      ...row,
      desk: row.desk as Desk,
      status: row.status as RequestStatus,
      resolution: row.resolution as Resolution | null,
    }
  );
}
export type NewsRequest = NonNullable<Awaited<ReturnType<typeof loadNewsRequest>>>;

/** A public message with its writer's name and the names of its files; undefined for a note, which never leaves. */
export async function loadNewsMessage(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('app.messages as m')
    .leftJoin('auth.people as p', 'p.id', 'm.author_id')
    .select(['m.id', 'm.text', 'm.author_side as side', 'p.name'])
    .where('m.id', '=', id)
    .where('m.visibility', '=', 'public')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const files = (await attachmentsOf(tx, [id])).get(id) ?? [];
  return { ...row, files: files.map(({ name }) => name) };
}
export type NewsMessage = NonNullable<Awaited<ReturnType<typeof loadNewsMessage>>>;

/** Somebody to be told, with what they wish. */
export interface Recipient {
  id: string;
  name: string;
  email: string;
  language: string;
  timeZone: string;
  side: 'customer' | 'vendor';
  /** Whether they administer the request's company. */
  administers: boolean;
  mode: NotificationMode;
  readAt: Date | null;
}

const selectPeople = (tx: Tx, { requestId, event }: Pick<ToldNews, 'requestId' | 'event'>) =>
  tx
    .selectFrom('auth.people as p')
    .leftJoin('app.notification_settings as s', (join) =>
      join.onRef('s.person_id', '=', 'p.id').on('s.event', '=', event),
    )
    .leftJoin('app.request_reads as d', (join) =>
      join.onRef('d.person_id', '=', 'p.id').on('d.request_id', '=', requestId),
    )
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'p.time_zone as timeZone'])
    .select(['s.mail', 'd.read_at as readAt'])
    .where('p.email_verified', '=', true)
    .orderBy('p.id');

type PersonRow = Awaited<ReturnType<ReturnType<typeof selectPeople>['execute']>>[number];
const recipient = (
  { mail, role = null, ...person }: PersonRow & { role?: string | null },
  side: Recipient['side'],
): Recipient => ({
  ...person,
  side,
  administers: role === 'administrator',
  mode: (mail as NotificationMode | null) ?? DEFAULT_MODE,
});

/**
 * Members who filed the request or take part in it and still belong to its company, else its administrators; `personId`
 * narrows it to one.
 */
export async function listMembersToTell(tx: Tx, request: NewsRequest, news: ToldNews): Promise<Recipient[]> {
  if (request.company_id === null) return [];
  const rows = await selectPeople(tx, news)
    .innerJoin('app.members as m', 'm.person_id', 'p.id')
    .select('m.role')
    .where('m.company_id', '=', request.company_id)
    .where('m.state', '=', 'active')
    .where((eb) =>
      eb.or([
        eb('p.id', '=', request.author_id),
        eb.exists(
          eb
            .selectFrom('app.request_participants as t')
            .select('t.person_id')
            .whereRef('t.person_id', '=', 'p.id')
            .where('t.request_id', '=', request.id),
        ),
      ]),
    )
    .$if(news.personId !== undefined, (q) => q.where('p.id', '=', news.personId ?? ''))
    .execute();
  if (rows.length > 0 || news.personId !== undefined) return rows.map((row) => recipient(row, 'customer'));
  // Nobody is left of those who took part.
  const administrators = await selectPeople(tx, news)
    .innerJoin('app.members as m', 'm.person_id', 'p.id')
    .select('m.role')
    .where('m.company_id', '=', request.company_id)
    .where('m.state', '=', 'active')
    .where('m.role', '=', 'administrator')
    .execute();
  return administrators.map((row) => recipient(row, 'customer'));
}

/** The agent who owns the request, while they work for the vendor; `personId` must be the same person. */
export async function listOwnerToTell(tx: Tx, request: NewsRequest, news: ToldNews): Promise<Recipient[]> {
  if (request.owner_id === null || (news.personId !== undefined && news.personId !== request.owner_id)) return [];
  const rows = await selectPeople(tx, news)
    .innerJoin('app.agents as a', 'a.person_id', 'p.id')
    .where('a.active', '=', true)
    .where('p.id', '=', request.owner_id)
    .execute();
  return rows.map((row) => recipient(row, 'vendor'));
}

/** The name of whoever did something; the vendor's or nobody's is empty. */
export async function loadActorName(tx: Tx, personId: string | null): Promise<string> {
  if (personId === null) return '';
  const row = await tx.selectFrom('auth.people').select('name').where('id', '=', personId).executeTakeFirst();
  return row?.name ?? '';
}
