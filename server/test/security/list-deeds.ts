import type { RouteName } from '@companyaccount/contract/routes';
import type { TestApp } from '../harness/test-app.ts';
import type { Deed } from './vendor-licensing-deeds.ts';
import { viewDeeds } from './view-deeds.ts';

/** What people do with lists of requests: exports and saved views. */
export function listDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const cookie = () => test().signIn('anna@acme.example');
  return {
    ...viewDeeds(test),
    createExport: {
      action: 'export.started',
      given: async () => ({ query: { format: 'csv', q: 'anna@acme.example' }, cookie: await cookie() }),
    },
    deleteExport: {
      action: 'export.deleted',
      given: async () => {
        const anna = test().client(await cookie());
        const { id } = await anna.createExport({ query: { format: 'csv' } });
        return { params: { id }, cookie: await cookie() };
      },
    },
  };
}
