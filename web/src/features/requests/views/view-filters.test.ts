import type { SavedView } from '@companyaccount/contract';
import { expect, it } from 'vitest';
import { searchOf, showsView, viewFiltersOf } from './view-filters.ts';

const view: SavedView = {
  id: '01a206fe-89cf-7552-b605-9f1519289771',
  list: 'support',
  name: 'Urgent',
  filters: { severity: 1, queue: 'unassigned', sort: 'number' },
  shared: false,
  own: true,
  mayChange: true,
  version: 1,
};

it('is opened by an address that shows just it', () => {
  expect(searchOf(view)).toEqual({ ...view.filters, view: view.id });
  expect(showsView(searchOf(view), view)).toBe(true);
  expect(viewFiltersOf({ ...searchOf(view), q: undefined })).toEqual(view.filters);
});

it('is not shown any more once a filter or the order is another', () => {
  expect(showsView({ ...searchOf(view), severity: 2 }, view)).toBe(false);
  expect(showsView({ ...searchOf(view), q: 'mail' }, view)).toBe(false);
  expect(showsView({ ...searchOf(view), sort: undefined }, view)).toBe(false);
});
