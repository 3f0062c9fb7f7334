import { type AuditEntry, routes, routeUrl } from '@companyaccount/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';
import { auditFilters, type AuditSearch } from './audit-search.ts';

const EVERY_MS = 10_000;
/** Whoever has gone so far back is not waiting for what is new. */
const PAGES_FRESH = 2;

/** The audit log of a company, or of the whole installation, by pages; new entries appear by themselves. */
export const auditQuery = (companyId: string | null, search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: keys.audit(companyId, search),
    queryFn: ({ pageParam, signal }) => {
      const query = { ...auditFilters(search), ...(pageParam === null ? {} : { 'page[after]': pageParam }) };
      return companyId === null
        ? api.listAudit({ query, signal })
        : api.listCompanyAudit({ params: { id: companyId }, query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > PAGES_FRESH ? false : EVERY_MS),
  });

/** Where the same entries are handed out as a file. */
export const exportAddress = (companyId: string | null, search: AuditSearch): string =>
  companyId === null
    ? routeUrl(routes.exportAudit, { query: auditFilters(search) })
    : routeUrl(routes.exportCompanyAudit, { params: { id: companyId }, query: auditFilters(search) });

/** Entries by the day they fall on, as the reader writes it; an entry on two pages counts once. */
export function byDay(entries: readonly AuditEntry[], dayOf: (time: string) => string): [string, AuditEntry[]][] {
  const once = new Map(entries.map((entry) => [entry.id, entry]));
  return [...Map.groupBy(once.values(), (entry) => dayOf(entry.at))];
}
