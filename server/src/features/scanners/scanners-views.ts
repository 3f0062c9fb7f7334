import { type Scanner, SCANNER_KEPT_DAYS, type ScannerCredential } from '@companyaccount/contract/scanners';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

const HINT_LENGTH = 8;
const keptSince = (now: Date) => new Date(now.getTime() - SCANNER_KEPT_DAYS * 86_400_000);
const afterOf = (query: PageQuery) =>
  query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');

const credentials = (tx: Tx) =>
  tx.selectFrom('app.scanner_credentials').select(['id', 'name', 'hint', 'created_at', 'last_used_at']);
export type CredentialRow = Awaited<ReturnType<typeof loadCredential>>;

/** A company's living credentials, newest first, one more than a page. */
export async function listCredentials(tx: Tx, companyId: string, query: PageQuery): Promise<CredentialRow[]> {
  const after = afterOf(query);
  return credentials(tx)
    .where('company_id', '=', companyId)
    .where('revoked_at', 'is', null)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

export const loadCredential = (tx: Tx, id: string) => credentials(tx).where('id', '=', id).executeTakeFirstOrThrow();

export const presentCredential = (row: CredentialRow): ScannerCredential => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});

/** A company's scanners, last seen first, one more than a page. */
export async function listScanners(tx: Tx, companyId: string, query: PageQuery, now: Date) {
  const after = afterOf(query);
  return tx
    .selectFrom('app.scanners as s')
    .innerJoin('app.scanner_credentials as c', 'c.id', 's.credential_id')
    .select(['s.id', 's.scanner_id', 's.release', 's.seen_at', 's.credential_id', 'c.name'])
    .where('s.company_id', '=', companyId)
    .where('s.seen_at', '>', keptSince(now))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(s.seen_at, s.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('s.seen_at', 'desc')
    .orderBy('s.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ScannerRow = Awaited<ReturnType<typeof listScanners>>[number];

export const presentScanner = (row: ScannerRow): Scanner => ({
  id: row.id,
  hint: `${row.scanner_id.slice(0, HINT_LENGTH)}…`,
  credential: { id: row.credential_id, name: row.name },
  release: row.release,
  seenAt: row.seen_at.toISOString(),
});

/** The number of the release that is out; null where none is. */
export async function findCurrentNumber(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('app.releases')
    .select('number')
    .where('state', '=', 'published')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? null;
}

/** How many scanners a company has, and how many of them have this release. */
export async function countScanners(tx: Tx, companyId: string, release: string | null, now: Date) {
  const { rows } = await sql<{ scanners: number; upToDate: number }>`
    select count(*)::int as scanners, (count(*) filter (where release = ${release}))::int as "upToDate"
    from app.scanners where company_id = ${companyId} and seen_at > ${keptSince(now)}`.execute(tx);
  return rows[0] ?? { scanners: 0, upToDate: 0 };
}
