import { createHmac } from 'node:crypto';
import { sessionCookieOf } from '../server/src/features/accounts/index.ts';
import { newId } from '../server/src/platform/ids.ts';
import type { Platform } from '../server/src/platform/platform.ts';

/** Cookies of people who have just signed in, one each, in their order; the sessions are rows like any other. */
export async function sessionCookies(platform: Platform, personIds: readonly string[]): Promise<string[]> {
  const tokens = personIds.map(() => newId());
  await platform.database.pool.query(
    `insert into auth.sessions (person_id, token, expires_at, second_factor, signed_in_at, last_used_at)
     select person_id, token, now() + interval '1 day', true, now(), now()
     from unnest($1::uuid[], $2::text[]) as t (person_id, token)`,
    [personIds, tokens],
  );
  const { name, secret } = sessionCookieOf(platform);
  const seal = (token: string) => createHmac('sha256', secret).update(token).digest('base64');
  return tokens.map((token) => `${name}=${encodeURIComponent(`${token}.${seal(token)}`)}`);
}
