import type { RouteName } from '@companyaccount/contract/routes';
import type { TestApp } from '../harness/test-app.ts';
import { erasureDeeds } from './erasure-deeds.ts';
import { articleDeeds } from './article-deeds.ts';
import { attempt, companyId, fileRequest } from './attack.ts';
import { mergeDeeds } from './merge-deeds.ts';
import type { Deed } from './vendor-licensing-deeds.ts';
import { cannedDeeds } from '../requests/canned-cases.ts';
import { viewDeeds } from './view-deeds.ts';

/** What people do with lists of requests: exports, saved views, links between two. */
export function listDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const cookie = () => test().signIn('anna@acme.example');
  const onTwo = async () => {
    const [id, otherId] = [await fileRequest(test()), await fileRequest(test())];
    const engineer = await test().signIn('engineer@vendor.example');
    const { number } = await test()
      .client(engineer)
      .getRequest({ params: { id: otherId } });
    return { params: { id }, otherId, body: { number }, cookie: engineer };
  };
  return {
    takeNextRequest: {
      action: 'request.assigned',
      given: async () => {
        await fileRequest(test());
        return { body: { desk: 'support' }, cookie: await test().signIn('engineer@vendor.example') };
      },
    },
    tagRequest: {
      action: 'request.tagged',
      given: async () => ({
        params: { id: await fileRequest(test()) },
        body: { add: ['known bug'] },
        cookie: await test().signIn('engineer@vendor.example'),
      }),
    },
    linkRequest: {
      action: 'request.linked',
      given: async () => {
        const { otherId: _, ...call } = await onTwo();
        return call;
      },
    },
    unlinkRequest: {
      action: 'request.unlinked',
      given: async () => {
        const { otherId, ...call } = await onTwo();
        await attempt(test(), 'linkRequest', call);
        return { params: { ...call.params, otherId }, cookie: call.cookie };
      },
    },
    ...viewDeeds(test),
    ...cannedDeeds(test),
    ...articleDeeds(test),
    ...erasureDeeds(test),
    ...mergeDeeds(test),
    exportCompany: {
      action: 'export.started',
      given: async () => ({ params: { id: await companyId(test(), 'Acme Logistics') }, cookie: await cookie() }),
    },
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
