import { LICENSE_SORTS, LICENSE_STATES, type License } from '@companyaccount/contract';
import { pick } from '../../ui/pick.ts';
import type { LicenseListQuery } from './license-queries.ts';

/** The filters and the order of the list of licenses, all of it in the address bar. */
export interface LicensesSearch {
  state?: License['state'] | undefined;
  product?: string | undefined;
  order?: (typeof LICENSE_SORTS)[number] | undefined;
}

const ID = /^[0-9a-f-]{36}$/u;

/** Reads the address bar; what it does not know it leaves out. */
export const readLicensesSearch = (search: Record<string, unknown>): LicensesSearch => {
  const { product } = search;
  return {
    ...pick('state', LICENSE_STATES, search),
    ...pick('order', LICENSE_SORTS, search),
    ...(typeof product === 'string' && ID.test(product) ? { product } : {}),
  };
};

/** What to ask the server for. */
export const licensesQuery = ({ state, product, order }: LicensesSearch): LicenseListQuery => ({
  ...(state === undefined ? {} : { state }),
  ...(product === undefined ? {} : { product }),
  ...(order === undefined ? {} : { sort: order }),
});

/** Whether any filter is set; the order is none. */
export const isFiltered = ({ state, product }: LicensesSearch): boolean => state !== undefined || product !== undefined;
