import { sql } from 'kysely';
import type { Db, Tx } from './database.ts';

/** How often something was done in the running window, this time included, and the seconds until the window ends. */
export interface CallCount {
  count: number;
  rest: number;
}

/** Counts a call under `key` in the running window of `seconds` (a day at most), for all processes together. */
export async function countCall(db: Db | Tx, key: string, seconds: number): Promise<CallCount> {
  const { rows } = await sql<CallCount>`
    insert into app.throttles as t (key, window_start, count)
    values (${key}, to_timestamp(floor(extract(epoch from now()) / ${seconds}::int) * ${seconds}::int), 1)
    on conflict (key, window_start) do update set count = t.count + 1
    returning count, ceil(extract(epoch from window_start) + ${seconds}::int - extract(epoch from now()))::int as rest`.execute(
    db,
  );
  return rows[0] ?? { count: 1, rest: seconds };
}

/** How often something was done in the running window. */
export async function readCallCount(db: Db | Tx, key: string, seconds: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count from app.throttles
    where key = ${key} and window_start = to_timestamp(floor(extract(epoch from now()) / ${seconds}::int) * ${seconds}::int)`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** Takes back a call that turned out not to count; one of a window that has ended is forgotten anyway. */
export async function uncountCall(db: Db | Tx, key: string, seconds: number): Promise<void> {
  await sql`
    update app.throttles set count = count - 1
    where key = ${key} and count > 0
      and window_start = to_timestamp(floor(extract(epoch from now()) / ${seconds}::int) * ${seconds}::int)`.execute(
    db,
  );
}
