import type { participantRoutes } from '@companyaccount/contract/participants';
import type { QueryOf } from '@companyaccount/contract/route';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const afterTime = (query: { 'page[after]'?: string }) =>
  query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');

/** Members who take part in a request, in the order in which they were added, a page and one more. */
export async function listParticipantRows(
  tx: Tx,
  requestId: string,
  query: QueryOf<(typeof participantRoutes)['listParticipants']>,
) {
  const after = afterTime(query);
  return (
    tx
      .selectFrom('app.request_participants as p')
      .select(['p.person_id as id', 'p.added_at as created_at'])
      .where('p.request_id', '=', requestId)
      // Whoever has left the company takes part no more.
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('app.members as m')
            .select('m.id')
            .whereRef('m.person_id', '=', 'p.person_id')
            .whereRef('m.company_id', '=', 'p.company_id')
            .where('m.state', '=', 'active'),
        ),
      )
      .$if(after !== null, (q) =>
        q.where(sql<boolean>`(p.added_at, p.person_id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
      )
      .orderBy('p.added_at')
      .orderBy('p.person_id')
      .limit(pageSize(query) + 1)
      .execute()
  );
}

const likePart = (text: string) => `%${text.trim().replaceAll(/[\\%_]/gu, '\\$&')}%`;

/**
 * Members of a request's company who neither filed it nor take part, in the order of joining, a page and one more. Runs
 * on the vendor's side, because customers' transactions see people only by id.
 */
export async function listColleagueRows(
  tx: Tx,
  request: { id: string; company_id: string | null; author_id: string | null },
  query: QueryOf<(typeof participantRoutes)['listColleagues']>,
) {
  const after = afterTime(query);
  return tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.created_at', 'm.person_id', 'p.name'])
    .where('m.company_id', '=', request.company_id)
    .where('m.state', '=', 'active')
    .where(sql<boolean>`m.person_id is distinct from ${request.author_id}::uuid`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('app.request_participants as r')
            .select('r.person_id')
            .whereRef('r.person_id', '=', 'm.person_id')
            .where('r.request_id', '=', request.id),
        ),
      ),
    )
    .$if(query.q !== undefined && query.q.trim() !== '', (q) => q.where('p.name', 'ilike', likePart(query.q ?? '')))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(m.created_at, m.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('m.created_at')
    .orderBy('m.id')
    .limit(pageSize(query) + 1)
    .execute();
}
