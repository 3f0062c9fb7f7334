import type { AuditAction, AuditEntry } from '@companyaccount/contract/audit';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import type { Cursor } from '#platform/http/cursor.ts';

export interface EntryFilters {
  company?: string;
  person?: string;
  action?: AuditAction;
  object?: string;
  from?: string;
  to?: string;
}

/** Entries, newest first. A customer's transaction sees its company's, without the traces of internal notes. */
export function selectEntries(tx: Tx, filters: EntryFilters, after: Cursor | null, limit: number) {
  const { company, person, action, object, from, to } = filters;
  return tx
    .selectFrom('app.audit_entries as e')
    .leftJoin('app.audit_subjects as x', 'x.entry_id', 'e.id')
    .select([
      'e.id',
      'e.at',
      'e.action',
      'e.person_id',
      'e.company_id',
      'e.session_id',
      'e.token_id',
      'e.object_type',
      'e.object_id',
      'e.data',
      'x.details',
    ])
    .$if(company !== undefined, (q) => q.where('e.company_id', '=', company ?? null))
    .$if(person !== undefined, (q) => q.where('e.person_id', '=', person ?? null))
    .$if(action !== undefined, (q) => q.where('e.action', '=', action ?? ''))
    .$if(object !== undefined, (q) => q.where('e.object_id', '=', object ?? ''))
    .$if(from !== undefined, (q) => q.where('e.at', '>=', new Date(from ?? 0)))
    .$if(to !== undefined, (q) => q.where('e.at', '<=', new Date(to ?? 0)))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(e.at, e.id) < (${after?.value}::timestamptz, ${after?.id}::bigint)`),
    )
    .where(sql<boolean>`not (app.is_customer() and coalesce(e.data ->> 'visibility', '') = 'internal')`)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit);
}
export type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number];

interface Details {
  name: string | null;
  address: string | null;
  agent: string | null;
}

const dataOf = (row: EntryRow) => row.data as Record<string, unknown>;
const personOf = (row: EntryRow): string | undefined =>
  row.object_type === 'person' ? row.object_id : row.object_type === 'member' ? textOf(row, 'personId') : undefined;
const textOf = (row: EntryRow, name: string): string | undefined => {
  const value = dataOf(row)[name];
  return typeof value === 'string' ? value : undefined;
};

/** Things of the vendor's own, which no customer's transaction reads, are named in their entries. */
const namedInData = (row: EntryRow): string | undefined =>
  ['detection', 'allow_entry', 'release', 'calendar', 'article'].includes(row.object_type)
    ? textOf(row, 'name')
    : undefined;

interface Thing {
  id: string;
  name: string;
  requestId: string | null;
}

/** What the entries are about, as far as it still exists and the transaction may see it: by type and id. */
async function findThings(tx: Tx, rows: readonly EntryRow[]): Promise<Map<string, Thing>> {
  const ids = (type: string) => rows.filter((row) => row.object_type === type).map((row) => row.object_id);
  const { rows: found } = await sql<Thing & { type: string }>`
    select 'request' as type, r.id::text, case r.desk when 'support' then 'TS-' else 'VL-' end || r.number || ' · ' || r.subject as name, r.id as "requestId"
      from app.requests r where r.id = any (${uuids(ids('request'))}::uuid[])
    union all
    select 'message', m.id::text, case r.desk when 'support' then 'TS-' else 'VL-' end || r.number || ' · ' || r.subject, r.id
      from app.messages m join app.requests r on r.id = m.request_id where m.id = any (${uuids(ids('message'))}::uuid[])
    union all
    select 'attachment', a.id::text, a.name, a.request_id
      from app.attachments a where a.id = any (${uuids(ids('attachment'))}::uuid[])
    union all
    select 'license', l.id::text, l.serial, null from app.licenses l where l.id = any (${uuids(ids('license'))}::uuid[])
    union all
    select 'company', c.id::text, c.name, null from app.companies c where c.id = any (${uuids(ids('company'))}::uuid[])
    union all
    select 'product', p.id::text, p.name, null from app.products p where p.id = any (${uuids(ids('product'))}::uuid[])
    union all
    select 'plan', p.id::text, p.name, null from app.support_plans p where p.id = any (${uuids(ids('plan'))}::uuid[])`.execute(
    tx,
  );
  return new Map(found.map(({ type, ...thing }) => [`${type} ${thing.id}`, thing]));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;
const uuids = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter((text): text is string => typeof text === 'string' && UUID.test(text));

async function findPeople(tx: Tx, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; name: string; side: 'customer' | 'vendor' }>`
    select id, name, side from app.people_seen(${[...new Set(ids)]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

async function findCompanies(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const rows = await tx
    .selectFrom('app.companies')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The entries with the names of who and what they are about. */
export async function presentEntries(tx: Tx, rows: readonly EntryRow[]): Promise<AuditEntry[]> {
  if (rows.length === 0) return [];
  const things = await findThings(tx, rows);
  const people = await findPeople(tx, uuids(rows.flatMap((row) => [row.person_id, personOf(row)])));
  const companies = await findCompanies(tx, uuids(rows.map((row) => row.company_id)));
  return rows.map((row): AuditEntry => {
    const details = row.details === null ? null : (JSON.parse(row.details) as Details);
    const person = row.person_id === null ? undefined : people.get(row.person_id);
    const thing = things.get(`${row.object_type} ${row.object_id}`);
    const concerned = personOf(row);
    return {
      id: String(row.id),
      at: row.at.toISOString(),
      action: row.action as AuditAction,
      person:
        row.person_id === null
          ? null
          : {
              id: row.person_id,
              name: details?.name ?? person?.name ?? null,
              side: person?.side ?? 'customer',
            },
      company:
        row.company_id === null ? null : { id: row.company_id, name: companies.get(row.company_id) ?? row.company_id },
      address: details?.address ?? null,
      agent: details?.agent ?? null,
      sessionId: row.session_id,
      tokenId: row.token_id,
      object: {
        type: row.object_type,
        id: row.object_id,
        name:
          thing?.name ?? namedInData(row) ?? (concerned === undefined ? null : (people.get(concerned)?.name ?? null)),
        requestId: thing?.requestId ?? null,
      },
      data: dataOf(row),
    };
  });
}
