import type { RouteName } from '@companyaccount/contract/routes';
import type { TestApp } from '../harness/test-app.ts';
import { mergeCases } from '../requests/merge-cases.ts';
import { fileRequest } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

const ACTIONS = {
  mergeRequest: 'request.merged',
  unmergeRequest: 'request.unmerged',
  splitRequest: 'request.split',
} as const;

/** What staff do with two requests. */
export function mergeDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const cases = mergeCases(test, () => fileRequest(test()));
  const deed = (name: keyof typeof ACTIONS): Deed => ({
    action: ACTIONS[name],
    given: async () => ({ ...(await cases[name].given()), cookie: await test().signIn('engineer@vendor.example') }),
  });
  return {
    mergeRequest: deed('mergeRequest'),
    unmergeRequest: deed('unmergeRequest'),
    splitRequest: deed('splitRequest'),
  };
}
