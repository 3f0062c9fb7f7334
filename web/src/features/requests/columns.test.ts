import { expect, it } from 'vitest';
import { chosenColumns, readColumns, USUAL_COLUMNS } from './columns.ts';

it('are kept in their order, whatever the order in which they were chosen', () => {
  expect(chosenColumns(['tags', 'company'])).toEqual(['company', 'tags']);
  expect(chosenColumns([])).toEqual([]);
});

it('are not named while they are the usual ones', () => {
  expect(chosenColumns(USUAL_COLUMNS.toReversed())).toBeUndefined();
});

it.each([undefined, 'company', 3, { company: true }])('are the usual ones where the address says %j', (columns) => {
  expect(readColumns({ columns })).toEqual({});
});

it('lose what the list does not know', () => {
  expect(readColumns({ columns: ['owner', 'kind', 7, 'kind'] })).toEqual({ columns: ['kind'] });
  expect(readColumns({ columns: ['password'] })).toEqual({ columns: [] });
});
