import { Readable } from 'node:stream';
import { auditRoutes } from '@companyaccount/contract/audit';
import type { FastifyReply } from 'fastify';
import { ownCompany } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import { type Scope, transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { decodeCursor, page, pageSize } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { type EntryFilters, type EntryRow, selectEntries, presentEntries } from './audit-views.ts';
import { exportAudit } from './export-audit.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

/** Handlers of the audit log: of a company for its administrators, of everything for the admins. */
export function auditHandlers({ db }: Platform): Handlers<typeof auditRoutes> {
  const read = (scope: Scope, filters: EntryFilters, query: PageQuery) =>
    transact(db, scope, async (tx) => {
      const { 'page[after]': text } = query;
      const after = text === undefined ? null : decodeCursor(text, 'time', 'serial');
      const rows = await selectEntries(tx, filters, after, pageSize(query) + 1).execute();
      const entries = await presentEntries(tx, rows);
      return rows.map((row, place) => ({ row, entry: entries[place] }));
    });
  const cursorOf = ({ row }: { row: EntryRow }) => ({ value: row.at.toISOString(), id: String(row.id) });
  const present = <E>({ entry }: { entry: E | undefined }): E => {
    if (entry === undefined) throw new TypeError('an entry was not presented');
    return entry;
  };
  const send = async (reply: FastifyReply, scope: Scope, filters: EntryFilters) => {
    await transact(db, scope, (tx) => audit(tx, 'audit.exported', { type: 'audit', id: 'csv' }, { filters }));
    await reply
      .headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="audit.csv"' })
      .send(Readable.from(exportAudit(db, scope, filters)));
  };
  return {
    listCompanyAudit: async ({ actor, params, query }) => {
      const company = ownCompany(actor, params.id);
      const rows = await read(scopeOf(actor), { ...filtersOf(query), company }, query);
      return page(auditRoutes.listCompanyAudit, { params, query }, rows, present, cursorOf);
    },
    exportCompanyAudit: async ({ actor, params, query, reply }) =>
      send(reply, scopeOf(actor), { ...query, company: ownCompany(actor, params.id) }),
    listAudit: async ({ actor, query }) =>
      page(auditRoutes.listAudit, { query }, await read(scopeOf(actor), filtersOf(query), query), present, cursorOf),
    exportAudit: async ({ actor, query, reply }) => send(reply, scopeOf(actor), query),
  };
}

const filtersOf = ({ 'page[size]': _, 'page[after]': __, ...filters }: EntryFilters & PageQuery): EntryFilters =>
  filters;
