import { labCases } from '../lab/lab-cases.ts';
import type { TestApp } from '../harness/test-app.ts';
import { mergeCases } from './merge-cases.ts';

/** How each route about what is said in a request is called in the matrix of actors; `file` files one as Boris. */
export function dialogueCases(test: () => TestApp, file: () => Promise<string>) {
  const onMessage = async () => {
    const id = await file();
    const { data } = await (await test().as('boris@acme.example')).listMessages({ params: { id } });
    return { id, messageId: data[0]?.id ?? '' };
  };
  const onRequest =
    (more: object = {}) =>
    async () => ({ params: { id: await file() }, ...more });
  const foreign = { otherCompany: 404 } as const;
  /** Staff of the other desk read the request, but do not work on it. */
  const supportOnly = { ...foreign, analyst: 403 } as const;
  const annaId = async () => (await (await test().as('anna@acme.example')).getMe()).id;
  return {
    ...labCases(test, file),
    ...mergeCases(test, file),
    listSentFiles: { given: () => ({ query: { sha256: '0'.repeat(64) } }) },
    getRequest: { given: onRequest(), expected: foreign },
    patchRequest: {
      given: onRequest({ body: { subject: 'Corrected' }, headers: { 'if-match': '"1"' } }),
      expected: supportOnly,
    },
    markRequestRead: { given: onRequest(), expected: foreign },
    listMessages: { given: onRequest(), expected: foreign },
    createMessage: { given: onRequest({ body: { text: 'One more thing.' } }), expected: supportOnly },
    closeRequest: {
      // Staff close what is resolved; members withdraw what is open.
      given: onRequest(),
      expected: { ...supportOnly, engineer: 409, lead: 409 },
    },
    reopenRequest: { given: onRequest(), expected: supportOnly, success: 409 },
    detectLanguage: { given: () => ({ body: { subject: 'It stops', text: 'The service stops.' } }) },
    escalateRequest: { given: onRequest({ body: { reason: 'Nobody answers.' } }), expected: foreign },
    disputeRequest: { given: onRequest({ body: { text: 'It is our own tool.' } }), expected: foreign, success: 409 },
    rateRequest: { given: onRequest({ body: { value: 'good' } }), expected: foreign, success: 409 },
    getRatedRequest: { given: () => ({ headers: { cookie: '' } }), success: 401 },
    rateByLink: { given: () => ({ body: { value: 'good' }, headers: { cookie: '' } }), success: 401 },
    listRatings: {},
    settleRating: { given: onRequest({ body: {} }), success: 409 },
    getCompanyRatings: { given: onRequest() },
    listTimeline: { given: onRequest(), expected: foreign },
    correctMessage: {
      given: async () => ({
        params: await onMessage(),
        body: { text: 'It stops often.' },
        headers: { 'if-match': '"1"' },
      }),
      // Boris wrote it.
      expected: { otherCompany: 404, administrator: 403, engineer: 403, analyst: 403, lead: 403 },
    },
    listParticipants: { given: onRequest(), expected: foreign },
    addParticipant: {
      given: async () => ({ params: { id: await file() }, body: { personId: await annaId() } }),
      expected: supportOnly,
    },
    removeParticipant: {
      given: async () => {
        const [id, personId] = [await file(), await annaId()];
        const boris = await test().as('boris@acme.example');
        await boris.addParticipant({ params: { id }, body: { personId } });
        return { params: { id, personId } };
      },
      expected: supportOnly,
    },
    listDeskPlans: {},
    listTags: { given: () => ({ query: { desk: 'support' } }) },
    tagRequest: { given: onRequest({ body: { add: ['known bug'] } }), expected: { analyst: 403 } },
    takeNextRequest: {
      given: async () => {
        await file();
        return { body: { desk: 'support' } };
      },
      expected: { analyst: 403 },
    },
    listPresence: { given: () => ({ query: { desk: 'lab' } }) },
    reportPresence: { given: async () => ({ body: { requestId: await file(), doing: 'reading' } }) },
    listColleagues: { given: onRequest(), expected: supportOnly },
    regradeRequest: {
      given: onRequest({ body: { severity: 1, reason: 'Several sites are down.' } }),
      expected: { analyst: 403 },
    },
    linkRequest: {
      given: async () => {
        const [id, otherId] = [await file(), await file()];
        const { number } = await (await test().as('engineer@vendor.example')).getRequest({ params: { id: otherId } });
        return { params: { id }, body: { number } };
      },
      expected: { analyst: 403 },
    },
    unlinkRequest: {
      given: async () => ({ params: { id: await file(), otherId: await file() } }),
      expected: { analyst: 403 },
    },
    changeRequests: {
      // Each request has an outcome of its own; see `bulk`.
      given: async () => ({ body: { requests: [{ id: await file() }], deed: 'assign', personId: null } }),
    },
    listMessageVersions: { given: async () => ({ params: await onMessage() }) },
  };
}
