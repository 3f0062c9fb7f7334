import { sql } from 'kysely';
import type { Db } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/**
 * Counts a call and refuses it when `key` made more than `limit` in the running window of `seconds`. Counted in the
 * database, so that all processes count together.
 */
export async function throttle(db: Db, key: string, limit: number, seconds: number): Promise<void> {
  const { rows } = await sql<{ count: number; rest: number }>`
    insert into app.throttles as t (key, window_start, count)
    values (${key}, to_timestamp(floor(extract(epoch from now()) / ${seconds}::int) * ${seconds}::int), 1)
    on conflict (key, window_start) do update set count = t.count + 1
    returning count, ceil(extract(epoch from window_start) + ${seconds}::int - extract(epoch from now()))::int as rest`.execute(db);
  const counted = rows[0];
  if (counted !== undefined && counted.count > limit) {
    throw new Refusal('too_many_requests', { retryAfter: Math.max(1, counted.rest) });
  }
}
