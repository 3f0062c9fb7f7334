import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { definitionCases } from '../definitions/definition-cases.ts';
import type { TestApp } from '../harness/test-app.ts';
import { submissionCases } from '../submissions/submission-cases.ts';

/** Makes a sample that nobody has sent, and answers with its SHA-256. */
async function newSample({ platform: { db, blobs } }: TestApp): Promise<string> {
  const content = Buffer.from(randomUUID());
  const sha256 = createHash('sha256').update(content).digest();
  const [id, blobId] = [randomUUID(), randomUUID()];
  await blobs.create(blobId);
  await blobs.append(blobId, Readable.from([content]), { at: 0, total: content.length });
  await db
    .insertInto('app.samples')
    .values({ id, sha256, size: content.length, blob_id: blobId, created_at: new Date() })
    .execute();
  return sha256.toString('hex');
}

/** An analyst's call on a new sample. */
export const onSample = async (test: TestApp) => ({
  params: { sha256: await newSample(test) },
  cookie: await test.signIn('analyst@vendor.example'),
});

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
    prepareSampleDownload: { given: anySample },
    // A link is its session's alone: see `sample-content.test.ts`.
    downloadSample: { given: async () => ({ ...(await anySample()), query: { link: 'no such link' } }), success: 410 },
    getSampleBytes: { given: anySample },
    findInSample: { given: async () => ({ ...(await anySample()), query: { bytes: '2d' } }) },
    listVerdicts: { given: anySample },
    previewVerdict: { given: async () => ({ ...(await anySample()), query: { verdict: 'clean' } }) },
    createVerdict: {
      given: async () => ({ ...(await anySample()), headers: { 'if-match': '"0"' }, body: { verdict: 'clean' } }),
    },
  } as const;
}
