import type { AuditEntry } from '@companyaccount/contract/audit';
import { csvLine } from '#platform/csv.ts';
import type { Db } from '#platform/db/database.ts';
import { type Scope, transact } from '#platform/db/scope.ts';
import type { Cursor } from '#platform/http/cursor.ts';
import { type EntryFilters, selectEntries, presentEntries } from './audit-views.ts';

const PAGE = 500;

const HEADING = [
  'time',
  'action',
  'person',
  'person id',
  'side',
  'company',
  'address',
  'program',
  'session',
  'token',
  'object',
  'object id',
  'object name',
  'data',
];

const lineOf = (entry: AuditEntry) =>
  csvLine([
    entry.at,
    entry.action,
    entry.person?.name ?? null,
    entry.person?.id ?? null,
    entry.person?.side ?? null,
    entry.company?.name ?? null,
    entry.address,
    entry.agent,
    entry.sessionId,
    entry.tokenId,
    entry.object.type,
    entry.object.id,
    entry.object.name,
    JSON.stringify(entry.data),
  ]);

/** Every entry that fits the filters as lines of CSV, newest first; pages are read as the reader takes them. */
export async function* exportAudit(db: Db, scope: Scope, filters: EntryFilters): AsyncGenerator<string> {
  // Spreadsheets take a file for UTF-8 by this mark alone.
  yield `\uFEFF${csvLine(HEADING)}`;
  for (let after: Cursor | null | undefined = null; after !== undefined;) {
    const { entries, last } = await readPage(db, scope, filters, after);
    yield entries.map(lineOf).join('');
    after = last;
  }
}

/** A page of entries, and where the next one goes on. */
async function readPage(db: Db, scope: Scope, filters: EntryFilters, after: Cursor | null) {
  return transact(db, scope, async (tx) => {
    const rows = await selectEntries(tx, filters, after, PAGE).execute();
    const end = rows.length < PAGE ? undefined : rows.at(-1);
    const last: Cursor | undefined = end && { value: end.at.toISOString(), id: String(end.id) };
    return { entries: await presentEntries(tx, rows), last };
  });
}
