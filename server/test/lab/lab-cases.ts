import { randomUUID } from 'node:crypto';
import { definitionCases } from '../definitions/definition-cases.ts';
import type { TestApp } from '../harness/test-app.ts';

/** Makes a sample that nobody has sent, and answers with its SHA-256. */
async function newSample({ platform: { db } }: TestApp): Promise<string> {
  const sha256 = Buffer.from(`${randomUUID()}${randomUUID()}`.replaceAll('-', ''), 'hex');
  const [id, blobId] = [randomUUID(), randomUUID()];
  await db.insertInto('app.samples').values({ id, sha256, size: 1, blob_id: blobId, created_at: new Date() }).execute();
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
    listObjects: { given: async () => ({ params: { id: await file() } }), expected: { otherCompany: 404 } },
    getSample: { given: anySample },
    listSampleRequests: { given: anySample },
    analyseSample: { given: anySample },
  } as const;
}
