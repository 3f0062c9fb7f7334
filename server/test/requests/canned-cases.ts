import { randomUUID } from 'node:crypto';
import type { RouteName } from '@companyaccount/contract/routes';
import type { Deed } from '../security/vendor-licensing-deeds.ts';
import type { TestApp } from '../harness/test-app.ts';

/** A canned answer with a name that none has had. */
export const newCanned = (texts = [{ language: 'en', text: 'Hello {{customer}}, please send us a log.' }]) => ({
  name: `Ask for a log ${randomUUID()}`,
  desk: null,
  texts,
});

/** A new canned answer, as the parameters of a call. */
async function onCanned(test: TestApp, desk: 'support' | null = null): Promise<{ params: { id: string } }> {
  const lead = await test.as('lead@vendor.example');
  const { id } = await lead.createCannedAnswer({ body: { ...newCanned(), desk } });
  return { params: { id } };
}

/** How the routes of canned answers are called by every kind of actor. */
export const cannedCases = (test: () => TestApp) => ({
  listCannedAnswers: {},
  findCannedAnswers: { given: () => ({ query: { desk: 'support', language: 'en', q: 'log' } }) },
  getCannedAnswer: { given: () => onCanned(test()) },
  // Those for both desks are kept by leads and admins.
  createCannedAnswer: { given: () => ({ body: newCanned() }), expected: { engineer: 403, analyst: 403 } },
  patchCannedAnswer: {
    given: async () => ({
      ...(await onCanned(test(), 'support')),
      body: { name: `Changed ${randomUUID()}` },
      headers: { 'if-match': '"1"' },
    }),
    expected: { analyst: 403 },
  },
  deleteCannedAnswer: { given: () => onCanned(test(), 'support'), expected: { analyst: 403 } },
  useCannedAnswer: { given: () => onCanned(test()) },
});

/** What leads do with canned answers. */
export function cannedDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const cookie = () => test().signIn('lead@vendor.example');
  return {
    createCannedAnswer: {
      action: 'canned_answer.created',
      given: async () => ({ body: newCanned(), cookie: await cookie() }),
    },
    patchCannedAnswer: {
      action: 'canned_answer.changed',
      given: async () => ({
        ...(await onCanned(test())),
        body: { desk: 'lab' },
        headers: { 'if-match': '"1"' },
        cookie: await cookie(),
      }),
    },
    deleteCannedAnswer: {
      action: 'canned_answer.deleted',
      given: async () => ({ ...(await onCanned(test())), cookie: await cookie() }),
    },
  };
}
