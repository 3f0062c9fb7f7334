import { PAGE_SIZE_DEFAULT } from '@companyaccount/contract/lists';
import { routeUrl } from '@companyaccount/contract/client';
import type { RouteSpec } from '@companyaccount/contract/route';
import { refuseField } from '#platform/errors.ts';
import { isId, isTime } from './validators.ts';

/** Place in a list: the sort value and the id of the last row seen. */
export interface Cursor {
  value: string | number;
  id: string;
}

export const encodeCursor = ({ value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** An id that the database counted. */
const isSerial = (text: string) => /^[1-9]\d{0,14}$/u.test(text);

/**
 * Reads a cursor; `kind` and `ids` are what sort value and id must be. Refuses one that was tampered with or is of
 * another sort.
 */
export function decodeCursor(text: string, kind: 'number' | 'time', ids: 'uuid' | 'serial' = 'uuid'): Cursor {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refuseField('/page[after]', 'invalid');
  }
  const [value, id] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const valueFits =
    kind === 'number'
      ? Number.isSafeInteger(value)
      : typeof value === 'string' && (value === 'infinity' || (isTime(value) && value.endsWith('Z')));
  const isRightId = ids === 'uuid' ? isId : isSerial;
  if (!valueFits || typeof id !== 'string' || !isRightId(id)) throw refuseField('/page[after]', 'invalid');
  return { value: value as string | number, id };
}

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

/** How many rows the caller asked for. */
export const pageSize = (query: PageQuery): number => query['page[size]'] ?? PAGE_SIZE_DEFAULT;

/**
 * The answer of a list. `rows` holds one row more than the page when there is a next one; `cursorOf` says where the
 * last row of the page stands.
 */
export function page<Row, Item>(
  spec: RouteSpec,
  input: { params?: Record<string, string>; query: PageQuery },
  rows: readonly Row[],
  present: (row: Row) => Item,
  cursorOf: (row: Row) => Cursor,
): { data: Item[]; meta: { hasMore: boolean }; links: { next: string | null } } {
  const size = pageSize(input.query);
  const shown = rows.slice(0, size);
  const last = rows.length > size ? shown.at(-1) : undefined;
  const next =
    last === undefined
      ? null
      : routeUrl(spec, { ...input, query: { ...input.query, 'page[after]': encodeCursor(cursorOf(last)) } });
  return { data: shown.map(present), meta: { hasMore: next !== null }, links: { next } };
}
