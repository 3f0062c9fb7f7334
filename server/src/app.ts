import type { FastifyInstance } from 'fastify';
import { accountHelpHandlers, accountHelpTasks, appointmentHandlers } from '#features/account-help/index.ts';
import {
  accountHandlers,
  accountTasks,
  adminCompanyHandlers,
  companyDomainHandlers,
  companyHandlers,
  tokenHandlers,
  createAuth,
  findActor,
  findEndedSessions,
  registrationHandlers,
  secondFactorHandlers,
  sessionCookieOf,
  signingInHandlers,
} from '#features/accounts/index.ts';
import { cannedAnswerHandlers } from '#features/canned-answers/index.ts';
import { adminHandlers } from '#features/admin/index.ts';
import { auditHandlers } from '#features/audit/index.ts';
import { attachmentHandlers, attachmentTasks, findTokenHolder } from '#features/attachments/index.ts';
import {
  createReleaseMatcher,
  definitionHandlers,
  cleanCollectionHandlers,
  definitionTasks,
  findReleased,
  showKnownClean,
  releaseHandlers,
  hashListHandlers,
} from '#features/definitions/index.ts';
import { deskHandlers } from '#features/desk/index.ts';
import { draftHandlers } from '#features/drafts/index.ts';
import { exportHandlers, exportTasks } from '#features/exports/index.ts';
import {
  keepRules,
  labHandlers,
  labTasks,
  reanalysisHandlers,
  receiveFile,
  sampleHandlers,
} from '#features/lab/index.ts';
import { erasureHandlers, erasureTasks } from '#features/erasure/index.ts';
import { articleHandlers, helpHandlers, helpTasks } from '#features/help/index.ts';
import { licenseCareHandlers, licenseCareTasks } from '#features/license-care/index.ts';
import { licensingHandlers, licensingTasks } from '#features/licensing/index.ts';
import { liveHandlers, notificationHandlers, notificationTasks } from '#features/notifications/index.ts';
import { housekeepingTasks, operationHandlers } from '#features/operations/index.ts';
import {
  announceChange,
  announceObjects,
  assertMayRead,
  concludeAnalysis,
  correctionHandlers,
  followMerges,
  requestDeedHandlers,
  participantHandlers,
  ratingHandlers,
  loadHeadings,
  requestHandlers,
  requestTasks,
  trackingHandlers,
} from '#features/requests/index.ts';
import { reportHandlers, reportTasks } from '#features/reports/index.ts';
import { productProfileHandlers } from '#features/product-profiles/index.ts';
import { receivedMailHandlers, receivedMailTasks } from '#features/received-mail/index.ts';
import { savedViewHandlers } from '#features/saved-views/index.ts';
import { scannerHandlers } from '#features/scanners/index.ts';
import { signedDefinitionHandlers, signedDefinitionTasks } from '#features/signed-definitions/index.ts';
import { submissionHandlers, submissionTasks } from '#features/submissions/index.ts';
import { staffHandlers, staffTasks } from '#features/staff/index.ts';
import { answerRequest, labQueueHandlers, verdictHandlers, verdictTasks } from '#features/verdicts/index.ts';
import {
  batchHandlers,
  calendarHandlers,
  catalogueHandlers,
  issuedLicenseHandlers,
  vendorLicensingTasks,
} from '#features/vendor-licensing/index.ts';
import { vendorWebhookHandlers, webhookHandlers, webhookTasks } from '#features/webhooks/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { createHttpServer } from '#platform/http/http-server.ts';
import type { TaskDefinition } from '#platform/jobs/jobs.ts';
import { createMetrics } from '#platform/metrics.ts';
import type { Platform } from '#platform/platform.ts';

const SESSION_SWEEP_MS = 30_000;

// Attachments, drafts and the lab's objects hang on requests, and requests know them: what they need back is handed in here.
const labDoor = {
  assertMayRead,
  announceObjects,
  /** A verdict that stands already goes before the outcome. */
  concludeAnalysis: async (tx: Tx, requestId: string, at: Date): Promise<void> => {
    if (!(await answerRequest(tx, requestId, at))) await concludeAnalysis(tx, requestId, at);
  },
  findReleased,
  findClean: showKnownClean,
};
const requestDoor = {
  assertMayRead,
  announceChange,
  loadHeadings,
  followMerges,
};

/** Every job of the program. */
export function tasksOf(platform: Platform): TaskDefinition[] {
  const rules = keepRules(platform.config.labRules, platform.log);
  const attachmentDoor = {
    ...requestDoor,
    receiveFile: (tx: Tx, attachmentId: string, at: Date) =>
      receiveFile(tx, { door: labDoor, rules }, attachmentId, at),
  };
  return [
    platform.mailer.task,
    ...accountTasks(platform),
    ...licensingTasks(platform),
    ...licenseCareTasks(platform),
    ...vendorLicensingTasks(platform),
    ...attachmentTasks(platform, attachmentDoor),
    ...labTasks(platform, labDoor, createReleaseMatcher(platform), rules),
    ...requestTasks(platform),
    ...exportTasks(platform),
    ...notificationTasks(platform),
    ...accountHelpTasks(platform),
    ...submissionTasks(platform),
    ...staffTasks(platform),
    ...definitionTasks(platform),
    ...signedDefinitionTasks(platform),
    ...verdictTasks(platform),
    ...webhookTasks(platform),
    ...helpTasks(platform),
    ...erasureTasks(platform),
    ...reportTasks(platform),
    ...receivedMailTasks(platform),
    ...housekeepingTasks(platform),
  ];
}

/** Composes the features into the web side of the program. The server does not listen yet. */
export async function createApp(platform: Platform): Promise<FastifyInstance> {
  const { config, log, db, clock, streams, database } = platform;
  const auth = createAuth(platform);
  const sessionCookie = sessionCookieOf(platform);
  const metrics = createMetrics();
  metrics.gauge('live_streams', 'Open live streams of this process', () => streams.count);
  metrics.gauge('database_connections_waiting', 'Calls that wait for a connection', () => database.pool.waitingCount);

  const app = await createHttpServer(config, log, {
    db,
    clock,
    metricsToken: config.metricsToken,
    observe: metrics.observe,
    resolveActor: async (request) =>
      (await findTokenHolder(db, request.headers.authorization, platform.clock())) ??
      (await findActor(platform, sessionCookie, request)),
    handlers: {
      ...operationHandlers(platform, metrics),
      ...accountHandlers(platform, auth),
      ...signingInHandlers(platform, auth),
      ...secondFactorHandlers(platform, auth),
      ...registrationHandlers(platform),
      ...companyHandlers(platform),
      ...tokenHandlers(platform),
      ...webhookHandlers(platform),
      ...vendorWebhookHandlers(platform),
      ...companyDomainHandlers(platform),
      ...adminCompanyHandlers(platform),
      ...productProfileHandlers(platform),
      ...licensingHandlers(platform),
      ...licenseCareHandlers(platform),
      ...requestHandlers(platform),
      ...exportHandlers(platform),
      ...savedViewHandlers(platform),
      ...correctionHandlers(platform),
      ...requestDeedHandlers(platform),
      ...participantHandlers(platform),
      ...ratingHandlers(platform),
      ...submissionHandlers(platform),
      ...trackingHandlers(platform),
      ...accountHelpHandlers(platform),
      ...appointmentHandlers(platform),
      ...attachmentHandlers(platform, requestDoor),
      ...draftHandlers(platform, requestDoor),
      ...deskHandlers(platform),
      ...cannedAnswerHandlers(platform),
      ...erasureHandlers(platform),
      ...helpHandlers(platform),
      ...articleHandlers(platform),
      ...reportHandlers(platform),
      ...definitionHandlers(platform),
      ...releaseHandlers(platform),
      ...hashListHandlers(platform),
      ...cleanCollectionHandlers(platform),
      ...scannerHandlers(platform),
      ...signedDefinitionHandlers(platform),
      ...verdictHandlers(platform),
      ...labQueueHandlers(platform),
      ...labHandlers(platform, labDoor),
      ...reanalysisHandlers(platform),
      ...sampleHandlers(platform),
      ...liveHandlers(platform),
      ...notificationHandlers(platform),
      ...adminHandlers(platform),
      ...receivedMailHandlers(platform),
      ...auditHandlers(platform),
      ...staffHandlers(platform),
      ...catalogueHandlers(platform),
      ...calendarHandlers(platform),
      ...issuedLicenseHandlers(platform),
      ...batchHandlers(platform),
    },
  });

  // A session that ended elsewhere (signed out, expired, revoked) takes its streams with it.
  const sweep = setInterval(() => {
    findEndedSessions(db, streams.sessionIds, clock())
      .then((ended) => streams.end((sessionId) => ended.has(sessionId)))
      .catch((error: unknown) => log.warn({ err: error }, 'sessions of open streams could not be checked'));
  }, SESSION_SWEEP_MS);
  app.addHook('preClose', async () => {
    clearInterval(sweep);
    streams.end(() => true);
  });
  return app;
}
