import { openApiDocument, routes } from '@companyaccount/contract';
import { expect, test } from 'vitest';
import { findCalls, type OpenApi, readGroups } from './description.ts';

const groups = readGroups(openApiDocument('1.0.0') as unknown as OpenApi);

test('every route is shown once', () => {
  const shown = groups.flatMap((group) => group.calls.map((call) => call.id));
  expect(shown.toSorted()).toEqual(Object.keys(routes).toSorted());
});

test('a call tells what goes in, what comes back and what can go wrong', () => {
  const call = groups.flatMap((group) => group.calls).find(({ id }) => id === 'patchMe');
  expect(call).toMatchObject({
    method: 'PATCH',
    path: '/api/v1/me',
    permission: 'signed_in',
    answer: { status: '200' },
  });
  expect(call?.parameters.map(({ name }) => name)).toContain('If-Match');
  expect(call?.errors).toContainEqual({ status: '412', codes: ['version_moved'] });
});

test('calls are found by any words of their name, path or summary', () => {
  expect(findCalls(groups, 'mail log')).not.toEqual([]);
  expect(findCalls(groups, 'post registrations CONFIRM').flatMap(({ calls }) => calls.map(({ id }) => id))).toEqual([
    'confirmRegistration',
  ]);
  expect(findCalls(groups, 'nothing like it')).toEqual([]);
});
