import { PAGE_SIZE_MAX } from '@companyaccount/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

const query = { 'page[size]': PAGE_SIZE_MAX };

/** Products in their order, archived ones too. */
export const catalogueQuery = queryOptions({
  queryKey: [...keys.catalogue, 'products'],
  queryFn: async ({ signal }) => (await api.listCatalogueProducts({ query, signal })).data,
});

export const productQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.catalogue, 'product', id],
    queryFn: ({ signal }) => api.getCatalogueProduct({ params: { id }, signal }),
  });

/** Support plans in their order, archived ones too. */
export const plansQuery = queryOptions({
  queryKey: [...keys.catalogue, 'plans'],
  queryFn: async ({ signal }) => (await api.listCataloguePlans({ query, signal })).data,
});

/** Calendars, oldest first; the program's own is the first. */
export const calendarsQuery = queryOptions({
  queryKey: [...keys.catalogue, 'calendars'],
  queryFn: async ({ signal }) => (await api.listCalendars({ query, signal })).data,
});
