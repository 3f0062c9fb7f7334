import { LIST_COLUMNS, type ListColumn } from '@companyaccount/contract';

/** What a desk's list tells while nothing else is chosen. */
export const USUAL_COLUMNS: readonly ListColumn[] = ['company', 'kind', 'product', 'severity', 'tags'];

/** The columns in their order; undefined where they are the usual ones. */
export function chosenColumns(wanted: readonly unknown[]): ListColumn[] | undefined {
  const columns = LIST_COLUMNS.filter((one) => wanted.includes(one));
  return columns.join() === USUAL_COLUMNS.join() ? undefined : columns;
}

/** Reads the columns of the address bar. */
export function readColumns({ columns }: Record<string, unknown>): { columns?: ListColumn[] } {
  const chosen = Array.isArray(columns) ? chosenColumns(columns) : undefined;
  return chosen === undefined ? {} : { columns: chosen };
}
