import type { RouteName } from '@companyaccount/contract/routes';
import { onErasable } from '../erasure/erasure-cases.ts';
import type { TestApp } from '../harness/test-app.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What admins do with the personal data of people. */
export const erasureDeeds = (test: () => TestApp): Partial<Record<RouteName, Deed>> => ({
  erasePerson: {
    action: 'person.erasure_started',
    // That a member leaves is an entry of its own.
    given: async () => ({
      ...(await onErasable(test(), 'removed')),
      cookie: await test().signIn('admin@vendor.example'),
    }),
  },
});
