import type { SavedView, ViewFilters } from '@companyaccount/contract';
import type { RequestFilters } from '../filters/request-filters.ts';
import type { QueueSearch } from '../queue-search.ts';

/** What the address bar of a list says, a desk's queue with it. */
export type ListSearch = RequestFilters & Pick<QueueSearch, 'queue'>;

/** What a view of this list holds: all that is set, but not which view is open. */
export function viewFiltersOf({ view: _view, ...search }: ListSearch): ViewFilters {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

/** The address of a view. */
export const searchOf = ({ id, filters }: SavedView): ListSearch => ({ ...filters, view: id });

/** Whether the list still shows what the view holds. */
export function showsView(search: ListSearch, { filters }: SavedView): boolean {
  const words = (of: ViewFilters) =>
    Object.entries(of)
      .map(([name, value]) => `${name}=${String(value)}`)
      .toSorted()
      .join('&');
  return words(viewFiltersOf(search)) === words(filters);
}
