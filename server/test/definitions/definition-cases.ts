import type { TestApp } from '../harness/test-app.ts';
import {
  approvedDetection,
  draftDetection,
  newAllowEntry,
  newName,
  releasedDetection,
  sha256Of,
  version,
} from './definition-calls.ts';
import { randomUUID } from 'node:crypto';

const REASON = { reason: 'It hits a clean file.' };

/** How each route of the lab's definitions is called in the matrix of actors. */
export function definitionCases(test: () => TestApp) {
  // The demo's first analyst writes, so that the matrix's analyst, who is the same, is refused where a second is needed.
  const entry = async () => ({ params: { id: (await newAllowEntry(await test().as('analyst@vendor.example'))).id } });
  const on = (make: typeof draftDetection, body?: object) => async () => {
    const detection = await make(test());
    return { params: { id: detection.id }, headers: version(detection), ...(body === undefined ? {} : { body }) };
  };
  const byAnother = { analyst: 409 } as const;
  return {
    listDetections: {},
    createDetection: { given: () => ({ body: { name: newName() } }) },
    lintDetection: { given: () => ({ body: { name: '', signatures: [], samples: [] } }) },
    getDetection: { given: on(draftDetection) },
    patchDetection: { given: on(draftDetection, { note: 'Seen twice.' }) },
    approveDetection: { given: on(draftDetection), expected: byAnother },
    dropDetection: { given: on(approvedDetection) },
    replaceDetection: { given: on(releasedDetection) },
    withdrawDetection: { given: on(releasedDetection, REASON) },
    listAllowList: {},
    createAllowEntry: {
      given: () => ({ body: { kind: 'file', value: sha256Of(randomUUID()), reason: 'A tool.' } }),
    },
    approveAllowEntry: { given: entry, expected: byAnother },
    withdrawAllowEntry: { given: async () => ({ ...(await entry()), body: REASON }) },
  };
}
