import type { RouteName } from '@companyaccount/contract/routes';
import type { TestApp } from '../harness/test-app.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What people do with saved views. */
export function viewDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const body = { list: 'history', name: 'Mine', filters: { author: 'me' } } as const;
  const onView = (more: object) => async () => {
    const cookie = await test().signIn('anna@acme.example');
    return { params: { id: (await test().client(cookie).createView({ body })).id }, cookie, ...more };
  };
  return {
    createView: {
      action: 'view.created',
      given: async () => ({ body, cookie: await test().signIn('anna@acme.example') }),
    },
    patchView: { action: 'view.changed', given: onView({ headers: { 'if-match': '"1"' }, body: { name: 'All' } }) },
    deleteView: { action: 'view.deleted', given: onView({}) },
  };
}
