import { randomUUID } from 'node:crypto';
import type { RouteName } from '@companyaccount/contract/routes';
import {
  approvedDetection,
  buildNow,
  draftDetection,
  newAllowEntry,
  newCleanFile,
  newHashList,
  newName,
  keepSample,
  releasedDetection,
  releasedHashList,
  version,
} from '../definitions/definition-calls.ts';
import { judgedRequest } from '../lab/verdict-calls.ts';
import { newReanalysis, noReanalysis, onSample } from '../lab/lab-cases.ts';
import type { TestApp } from '../harness/test-app.ts';
import { buyToken, judgedPublic, submitPublic, SUSPICIOUS } from '../submissions/submission-calls.ts';
import { type Attempt, GOOD_BODIES, tokenFor } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What analysts do to samples, and to what is detected. */
export function labDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const on = async (make: typeof draftDetection, more: Attempt = {}): Promise<Attempt> => {
    const detection = await make(test());
    const cookie = await test().signIn('analyst2@vendor.example');
    return { params: { id: detection.id }, headers: version(detection), cookie, ...more };
  };
  const onEntry = async (more: Attempt = {}): Promise<Attempt> => {
    const { id } = await newAllowEntry(await test().as('analyst@vendor.example'));
    return { params: { id }, cookie: await test().signIn('analyst2@vendor.example'), ...more };
  };
  const onList = async (make: typeof releasedHashList, more: Attempt = {}): Promise<Attempt> => {
    const { id } = await make(test());
    return { params: { id }, cookie: await test().signIn('analyst2@vendor.example'), ...more };
  };
  const reason = { body: { reason: 'It hits a clean file.' } };
  return {
    createSubmission: {
      action: 'request.created',
      given: async () => ({
        body: { uploadToken: await buyToken(test()), ...SUSPICIOUS, hashes: ['ab'.repeat(32)] },
      }),
    },
    disputeSubmission: {
      action: 'request.disputed',
      given: async () => ({ headers: { authorization: `Bearer ${(await judgedPublic(test())).trackingToken}` } }),
    },
    confirmSubmissionEmail: {
      action: 'submission.email_confirmed',
      given: async () => {
        await submitPublic(test(), {}, { email: 'sender@new.example' });
        return { body: { token: await tokenFor(test(), 'sender@new.example') } };
      },
    },
    analyseSample: { action: 'sample.analysis_begun', given: () => onSample(test()) },
    createReanalysis: {
      action: 'reanalysis.started',
      given: async () => {
        await noReanalysis(test());
        return { body: { scope: 'all' }, cookie: await test().signIn('lead@vendor.example') };
      },
    },
    cancelReanalysis: {
      action: 'reanalysis.cancelled',
      given: async () => ({
        params: { id: await newReanalysis(test()) },
        cookie: await test().signIn('lead@vendor.example'),
      }),
    },
    prepareSampleDownload: { action: 'sample.link_made', given: () => onSample(test()) },
    createSampleComment: { action: 'sample.commented', given: () => onSample(test()) },
    disputeRequest: {
      action: 'request.disputed',
      given: async () => ({
        params: { id: await judgedRequest(test(), 'anna@acme.example') },
        cookie: await test().signIn('anna@acme.example'),
      }),
    },
    createVerdict: {
      action: 'verdict.given',
      given: async () => ({ ...(await onSample(test())), headers: { 'if-match': '"0"' }, body: { verdict: 'clean' } }),
    },
    createDetection: {
      action: 'detection.created',
      given: async () => ({ body: { name: newName() }, cookie: await test().signIn('analyst@vendor.example') }),
    },
    patchDetection: { action: 'detection.changed', given: () => on(draftDetection, { body: { note: 'Seen.' } }) },
    approveDetection: { action: 'detection.approved', given: () => on(draftDetection) },
    tryDetection: { action: 'detection.tried', given: () => on(draftDetection) },
    dropDetection: { action: 'detection.dropped', given: () => on(approvedDetection) },
    replaceDetection: { action: 'detection.replaced', given: () => on(releasedDetection) },
    withdrawDetection: { action: 'detection.withdrawn', given: () => on(releasedDetection, reason) },
    createHashList: {
      action: 'hash_list.imported',
      given: async () => ({
        query: { name: newName() },
        headers: { 'content-type': 'text/csv' },
        body: 'ab'.repeat(32),
        cookie: await test().signIn('analyst@vendor.example'),
      }),
    },
    approveHashList: { action: 'hash_list.approved', given: () => onList(newHashList) },
    dropHashList: { action: 'hash_list.dropped', given: () => onList(newHashList) },
    withdrawHashList: { action: 'hash_list.withdrawn', given: () => onList(releasedHashList, reason) },
    addCleanFile: {
      action: 'clean_file.added',
      given: async () => ({
        body: { sha256: await keepSample(test(), Buffer.from(randomUUID())), reason: 'A tool.' },
        cookie: await test().signIn('analyst@vendor.example'),
      }),
    },
    removeCleanFile: {
      action: 'clean_file.removed',
      given: async () => ({
        params: { id: (await newCleanFile(test())).id },
        cookie: await test().signIn('analyst@vendor.example'),
      }),
    },
    buildRelease: {
      action: 'release.built',
      given: async () => ({ cookie: await test().signIn('analyst@vendor.example') }),
    },
    publishRelease: {
      action: 'release.published',
      given: async () => {
        await test().runJobs();
        const { release } = await buildNow(test());
        return { params: { id: release.id }, cookie: await test().signIn('analyst@vendor.example') };
      },
    },
    createAllowEntry: {
      action: 'allow_entry.created',
      given: async () => ({
        body: GOOD_BODIES.createAllowEntry,
        cookie: await test().signIn('analyst@vendor.example'),
      }),
    },
    approveAllowEntry: { action: 'allow_entry.approved', given: () => onEntry() },
    withdrawAllowEntry: { action: 'allow_entry.withdrawn', given: () => onEntry(reason) },
  };
}
