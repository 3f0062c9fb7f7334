import type { TestApp } from '../harness/test-app.ts';
import { companyId } from '../security/attack.ts';

/** How the routes of exports are called by every kind of actor: each has their own, these are Boris's. */
export function exportCases(test: () => TestApp) {
  let made: Promise<{ id: string }> | undefined;
  const ofBoris = async () => {
    made ??= test()
      .as('boris@acme.example')
      .then((boris) => boris.createExport({ query: { format: 'csv' } }));
    return { params: { id: (await made).id } };
  };
  return {
    exportCompany: {
      given: async () => ({ params: { id: await companyId(test(), 'Acme Logistics') } }),
      expected: { otherCompany: 404 },
    },
    createExport: { given: () => ({ query: { format: 'json' } }) },
    listExports: {},
    getExport: { given: ofBoris, success: 404, expected: { user: 200 } },
    // It is not written yet.
    downloadExport: { given: ofBoris, success: 404, expected: { user: 409 } },
    deleteExport: { given: ofBoris, success: 404, expected: { user: 204 } },
  };
}
