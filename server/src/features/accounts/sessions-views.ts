import type { OwnSession } from '@companyaccount/contract/signing-in';
import type { Db } from '#platform/db/database.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { deviceOf } from './device.ts';

export interface SessionRow {
  id: string;
  user_agent: string | null;
  ip_address: string | null;
  created_at: Date;
  last_used_at: Date;
}

/** The actor's sessions, newest first, one more than a page. */
export async function listSessions(
  db: Db,
  actor: SignedIn,
  query: { 'page[size]'?: number; 'page[after]'?: string },
  now: Date,
): Promise<SessionRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return db
    .selectFrom('auth.sessions')
    .select(['id', 'user_agent', 'ip_address', 'created_at', 'last_used_at'])
    .where('person_id', '=', actor.personId)
    .where('expires_at', '>', now)
    .$if(after !== null, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(new Date(after?.value ?? ''), after?.id ?? '')),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

export const presentSession = (row: SessionRow, actor: SignedIn): OwnSession => ({
  id: row.id,
  ...deviceOf(row.user_agent ?? ''),
  address: row.ip_address ?? '',
  startedAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at.toISOString(),
  current: row.id === actor.sessionId,
});
