import type { TestApp } from '../harness/test-app.ts';

/** How the routes of saved views are called by every kind of actor: each has their own, these are Boris's. */
export function viewCases(test: () => TestApp) {
  let made: Promise<{ id: string }> | undefined;
  const ofBoris = (more: object) => async () => {
    made ??= test()
      .as('boris@acme.example')
      .then((boris) => boris.createView({ body: { list: 'history', name: 'Open', filters: { status: 'open' } } }));
    return { params: { id: (await made).id }, ...more };
  };
  const history = { query: { list: 'history' } };
  return {
    listViews: { given: () => history },
    countViews: { given: () => history },
    createView: {
      given: () => ({ body: { list: 'history', name: 'New', filters: { status: 'new' } } }),
      // The desks have lists of their own.
      expected: { engineer: 422, analyst: 422, lead: 422 },
    },
    patchView: {
      given: ofBoris({ body: { name: 'Still open' }, headers: { 'if-match': '"1"' } }),
      success: 404,
      expected: { user: 200 },
    },
    moveView: { given: ofBoris({ body: { before: null } }), success: 404, expected: { user: 204 } },
    deleteView: { given: ofBoris({}), success: 404, expected: { user: 204 } },
  };
}
