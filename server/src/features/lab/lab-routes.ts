import { labRoutes, type Sample } from '@companyaccount/contract/lab';
import { audit } from '#platform/db/audit.ts';
import { countCall } from '#platform/db/call-counts.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { isMember, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { beginAnalysis, findLastRoot } from './analyses-store.ts';
import type { LabDoor } from './lab-door.ts';
import { presentObject, presentSample, presentSampleRequest } from './lab-present.ts';
import { listObjectRows, objectCursor, progressOf } from './objects-views.ts';
import { releasedNames } from './pipeline.ts';
import { findSample, type SampleRow } from './samples-access.ts';
import {
  countCompanies,
  countContained,
  listContained,
  listContainers,
  listSampleRequestRows,
  loadLastAnalysis,
  requestCursor,
} from './samples-views.ts';

/** Whoever looks at a sample again within this window leaves no second entry. */
const VIEWED_SECONDS = 3600;

/** A sample as its page shows it. */
async function showSample(tx: Tx, door: Pick<LabDoor, 'findReleased' | 'findClean'>, row: SampleRow): Promise<Sample> {
  const analysis = await loadLastAnalysis(tx, row.id);
  return presentSample(row, {
    companies: await countCompanies(tx, row.id),
    analysis,
    detections: await door.findReleased(tx, releasedNames(analysis?.steps)),
    clean: await door.findClean(tx, row.sha256.toString('hex')),
    contains: await listContained(tx, row.id),
    containsCount: await countContained(tx, row.id),
    containedIn: await listContainers(tx, row.id),
  });
}

/** Handlers of what was submitted to the Virus Lab, and of the samples behind it. */
export function labHandlers(
  { db, clock }: Platform,
  door: Pick<LabDoor, 'assertMayRead' | 'findReleased' | 'findClean'>,
): Handlers<typeof labRoutes> {
  return {
    listObjects: async ({ actor, params, query }) => {
      const rows = await transact(db, scopeOf(actor), async (tx) => {
        await door.assertMayRead(tx, actor, params.id);
        return listObjectRows(tx, params.id, query);
      });
      // How far the analysis has come stands where no customer's transaction reads; it tells of nobody.
      const progress = await progressOf(
        db,
        rows.flatMap(({ sample_id: id }) => (id === null ? [] : [id])),
      );
      const seesSamples = !isMember(actor) && actor.agentRoles.some((role) => role === 'analyst' || role === 'lead');
      return page(
        labRoutes.listObjects,
        { params, query },
        rows,
        (row) => presentObject(row, progress, seesSamples),
        objectCursor,
      );
    },

    getSample: async ({ actor, params }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const sample = await findSample(tx, params.sha256);
        const { count } = await countCall(tx, `sample.viewed:${actor.personId}:${sample.id}`, VIEWED_SECONDS);
        if (count === 1) await audit(tx, 'sample.viewed', { type: 'sample', id: sample.id });
        return showSample(tx, door, sample);
      }),

    listSampleRequests: async ({ actor, params, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const { id } = await findSample(tx, params.sha256);
        const rows = await listSampleRequestRows(tx, id, query);
        return page(labRoutes.listSampleRequests, { params, query }, rows, presentSampleRequest, requestCursor);
      }),

    analyseSample: async ({ actor, params }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const sample = await findSample(tx, params.sha256, true);
        const last = await findLastRoot(tx, sample.id);
        if (last?.state !== 'running' || last.reanalysis_id !== null) {
          const password = last?.password ?? null;
          await beginAnalysis(tx, { sampleId: sample.id, rootId: null, depth: 0, password }, clock());
          await audit(tx, 'sample.analysis_begun', { type: 'sample', id: sample.id });
        }
        return showSample(tx, door, sample);
      }),
  };
}
