import { randomUUID } from 'node:crypto';
import { fingerprintOf } from '#features/definitions/build-release.ts';
import { loadComposition } from '#features/definitions/releases-store.ts';
import type { TestApp } from '../harness/test-app.ts';
import {
  approvedDetection,
  draftDetection,
  keepSample,
  newAllowEntry,
  newCleanFile,
  newHashList,
  newName,
  releasedDetection,
  releasedHashList,
  sha256Of,
  version,
} from './definition-calls.ts';

const REASON = { reason: 'It hits a clean file.' };

/** How each route of the lab's definitions is called in the matrix of actors. */
export function definitionCases(test: () => TestApp) {
  // The demo's first analyst writes, so that the matrix's analyst, who is the same, is refused where a second is needed.
  const entry = async () => ({ params: { id: (await newAllowEntry(await test().as('analyst@vendor.example'))).id } });
  const on = (make: typeof draftDetection, body?: object) => async () => {
    const detection = await make(test());
    return { params: { id: detection.id }, headers: version(detection), ...(body === undefined ? {} : { body }) };
  };
  const onList = (make: typeof releasedHashList, body?: object) => async () => {
    const { id } = await make(test());
    return { params: { id }, ...(body === undefined ? {} : { body }) };
  };
  /** The builds of the calls before are laid aside. */
  const noBuild = async () => {
    const { db } = test().platform;
    await db.updateTable('app.releases').set({ state: 'failed' }).where('state', '=', 'building').execute();
    return {};
  };
  const readyRelease = async () => {
    await noBuild();
    const analyst = await test().as('analyst@vendor.example');
    const { release } = await analyst.buildRelease();
    const fingerprint = fingerprintOf(await loadComposition(test().platform.db));
    await test()
      .platform.db.updateTable('app.releases')
      .set({ state: 'ready', fingerprint })
      .where('id', '=', release.id)
      .execute();
    return release;
  };
  const byAnother = { analyst: 409 } as const;
  return {
    getPendingRelease: {},
    listLabReleases: {},
    buildRelease: { given: noBuild },
    getLabRelease: { given: async () => ({ params: { id: (await readyRelease()).id } }) },
    publishRelease: { given: async () => ({ params: { id: (await readyRelease()).id } }) },
    listReleases: {},
    getRelease: { given: () => ({ params: { number: '1999.1.1.1' } }), success: 404 },
    lookUpDefinition: { given: () => ({ query: { name: 'Trojan.Any.Nothing.a' } }) },
    getReleaseFeed: {},
    getDefinitionFile: { given: () => ({ params: { file: 'nobody.cud' } }), success: 404 },
    getYaraFile: { given: () => ({ params: { file: 'nobody.yar' } }), success: 404 },
    getMetadata: { given: () => ({ params: { file: 'timestamp.json' } }), success: 404 },
    getTarget: { given: () => ({ params: { file: 'nobody.cud' } }), success: 404 },
    getReleaseTarget: { given: () => ({ params: { number: '1999.1.1.1', file: 'nobody.cud' } }), success: 404 },
    listDetections: {},
    createDetection: { given: () => ({ body: { name: newName() } }) },
    lintDetection: { given: () => ({ body: { name: '', signatures: [], samples: [] } }) },
    getDetection: { given: on(draftDetection) },
    patchDetection: { given: on(draftDetection, { note: 'Seen twice.' }) },
    approveDetection: { given: on(draftDetection), expected: byAnother },
    tryDetection: { given: on(draftDetection) },
    dropDetection: { given: on(approvedDetection) },
    replaceDetection: { given: on(releasedDetection) },
    withdrawDetection: { given: on(releasedDetection, REASON) },
    listHashLists: {},
    createHashList: {
      given: () => ({
        query: { name: newName() },
        headers: { 'content-type': 'text/csv' },
        body: sha256Of(randomUUID()),
      }),
    },
    getHashList: { given: onList(newHashList) },
    approveHashList: { given: onList(newHashList), expected: byAnother },
    dropHashList: { given: onList(newHashList) },
    withdrawHashList: { given: onList(releasedHashList, REASON) },
    getCleanCollection: {},
    indexCleanFolders: {},
    listCleanFiles: {},
    addCleanFile: {
      given: async () => ({
        body: { sha256: await keepSample(test(), Buffer.from(randomUUID())), reason: 'A tool.' },
      }),
    },
    removeCleanFile: { given: async () => ({ params: { id: (await newCleanFile(test())).id } }) },
    listAllowList: {},
    createAllowEntry: {
      given: () => ({ body: { kind: 'file', value: sha256Of(randomUUID()), reason: 'A tool.' } }),
    },
    approveAllowEntry: { given: entry, expected: byAnother },
    withdrawAllowEntry: { given: async () => ({ ...(await entry()), body: REASON }) },
  };
}
