import { randomUUID } from 'node:crypto';
import { definitionCases } from '../definitions/definition-cases.ts';
import type { TestApp } from '../harness/test-app.ts';
import { keepSample } from './lab-calls.ts';
import { submissionCases } from '../submissions/submission-cases.ts';

const newSample = (test: TestApp) => keepSample(test, Buffer.from(randomUUID()));

/** An analyst's call on a new sample. */
export const onSample = async (test: TestApp) => ({
  params: { sha256: await newSample(test) },
  cookie: await test.signIn('analyst@vendor.example'),
});

/** A re-analysis that a lead has just begun, the only one that runs. */
export async function newReanalysis(test: TestApp): Promise<string> {
  await noReanalysis(test);
  return (await (await test.as('lead@vendor.example')).createReanalysis({ body: { scope: 'outdated' } })).id;
}

/** Ends the one that the calls before have begun. */
export async function noReanalysis({ platform: { db, clock } }: TestApp): Promise<void> {
  await db
    .updateTable('app.reanalyses')
    .set({ state: 'cancelled', finished_at: clock() })
    .where('state', '=', 'running')
    .execute();
}

/** How each route of the lab is called in the matrix of actors; `file` files a request as Boris. */
export function labCases(test: () => TestApp, file: () => Promise<string>) {
  const anySample = async () => ({ params: { sha256: await newSample(test()) } });
  return {
    ...definitionCases(test),
    ...submissionCases(test),
    listObjects: { given: async () => ({ params: { id: await file() } }), expected: { otherCompany: 404 } },
    getSample: { given: anySample },
    listSampleRequests: { given: anySample },
    analyseSample: { given: anySample },
    listReanalyses: {},
    createReanalysis: {
      given: async () => {
        await noReanalysis(test());
        return { body: { scope: 'outdated' } };
      },
    },
    cancelReanalysis: { given: async () => ({ params: { id: await newReanalysis(test()) } }) },
    listReanalysisChanges: { given: async () => ({ params: { id: await newReanalysis(test()) } }) },
    prepareSampleDownload: { given: anySample },
    // A link is its session's alone: see `sample-content.test.ts`.
    downloadSample: { given: async () => ({ ...(await anySample()), query: { link: 'no such link' } }), success: 410 },
    getSampleBytes: { given: anySample },
    listSimilarSamples: { given: anySample },
    listSampleStrings: { given: anySample },
    getSampleStructure: { given: anySample },
    findInSample: { given: async () => ({ ...(await anySample()), query: { bytes: '2d' } }) },
    listLabQueue: {},
    listVerdicts: { given: anySample },
    listSampleComments: { given: anySample },
    createSampleComment: { given: async () => ({ ...(await anySample()), body: { text: 'Looks packed.' } }) },
    previewVerdict: { given: async () => ({ ...(await anySample()), query: { verdict: 'clean' } }) },
    createVerdict: {
      given: async () => ({ ...(await anySample()), headers: { 'if-match': '"0"' }, body: { verdict: 'clean' } }),
    },
  } as const;
}
