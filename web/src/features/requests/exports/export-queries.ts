import { EXPORT_SORTS, EXPORTS_MAX, type ExportFormat, type QueryOf, type Routes } from '@companyaccount/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import type { ListQuery } from '../request-queries.ts';

/** The exports of the reader, newest first; nobody has more than a page of them. */
export const exportsQuery = queryOptions({
  queryKey: keys.exports,
  queryFn: async ({ signal }) => (await api.listExports({ query: { 'page[size]': EXPORTS_MAX }, signal })).data,
});

/** What a list shows, as an export of it: in its order, where requests do not move in that. */
export function exportQueryOf(
  { sort, 'page[size]': _size, ...filters }: ListQuery,
  format: ExportFormat,
): QueryOf<Routes['createExport']> {
  const kept = EXPORT_SORTS.find((one) => one === sort);
  return { ...filters, format, ...(kept === undefined ? {} : { sort: kept }) };
}
