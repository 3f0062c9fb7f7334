import type { ApiToken } from '@companyaccount/contract/tokens';
import type { TokenScope } from '@companyaccount/contract/token-scopes';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

const tokensOf = (tx: Tx) =>
  tx
    .selectFrom('app.api_tokens as t')
    .innerJoin('auth.people as p', 'p.id', 't.person_id')
    .select(['t.id', 't.hint', 't.name', 't.scopes', 't.person_id', 't.created_at', 't.expires_at'])
    .select(['t.last_used_at', 't.last_used_from', 'p.name as person'])
    .where('t.revoked_at', 'is', null);
export type TokenRow = Awaited<ReturnType<ReturnType<typeof tokensOf>['execute']>>[number];

/** Tokens of a company, or of a member of staff, newest first, one more than a page. */
export async function listTokens(
  tx: Tx,
  owner: { companyId: string } | { personId: string },
  query: PageQuery,
): Promise<TokenRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return tokensOf(tx)
    .where((eb) =>
      'companyId' in owner
        ? eb('t.company_id', '=', owner.companyId)
        : eb.and([eb('t.person_id', '=', owner.personId), eb('t.company_id', 'is', null)]),
    )
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(t.created_at, t.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('t.created_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

/** One token by its id, ended or not. */
export async function loadToken(tx: Tx, id: string): Promise<TokenRow> {
  return tokensOf(tx).where('t.id', '=', id).executeTakeFirstOrThrow();
}

export const presentToken = (row: TokenRow, now: Date): ApiToken => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  scopes: row.scopes as TokenScope[],
  person: { id: row.person_id, name: row.person },
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  expired: row.expires_at <= now,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  lastUsedFrom: row.last_used_from,
});
