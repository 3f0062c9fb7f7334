import { accountCaseRoutes } from './account-cases.ts';
import { accountHelpRoutes } from './account-help.ts';
import { accountRoutes } from './accounts.ts';
import { adminCalendarRoutes } from './admin-calendars.ts';
import { adminCatalogueRoutes } from './admin-catalogue.ts';
import { adminLicensingRoutes } from './admin-licensing.ts';
import { adminCompanyRoutes } from './admin-companies.ts';
import { adminAgentRoutes } from './admin-agents.ts';
import { adminRoutes } from './admin.ts';
import { auditRoutes } from './audit.ts';
import { appointmentRoutes } from './appointments.ts';
import { articleRoutes, helpRoutes } from './articles.ts';
import { attachmentRoutes } from './attachments.ts';
import { cleanCollectionRoutes } from './clean-collection.ts';
import { companyRoutes } from './companies.ts';
import { correctionRoutes } from './corrections.ts';
import { companyDomainRoutes } from './company-domains.ts';
import { cannedAnswerRoutes } from './canned-answers.ts';
import { licenseBatchRoutes } from './license-batches.ts';
import { licensingRoutes } from './licensing.ts';
import { labRoutes } from './lab.ts';
import { reanalysisRoutes } from './reanalyses.ts';
import { labQueueRoutes } from './lab-queue.ts';
import { liveRoutes } from './live.ts';
import { notificationRoutes } from './notifications.ts';
import { operationRoutes } from './operations.ts';
import { participantRoutes } from './participants.ts';
import { productProfileRoutes } from './product-profiles.ts';
import { recoveryRoutes } from './recoveries.ts';
import { registrationRoutes } from './registrations.ts';
import { customerRoutes } from './customers.ts';
import { definitionRoutes } from './definitions.ts';
import { hashListRoutes } from './hash-lists.ts';
import { deskRoutes } from './desk.ts';
import { erasureRoutes } from './erasures.ts';
import { exportRoutes } from './exports.ts';
import { ratingRoutes } from './ratings.ts';
import { releaseRoutes } from './releases.ts';
import { reportRoutes } from './reports.ts';
import { requestDeedRoutes } from './request-deeds.ts';
import { draftRoutes } from './drafts.ts';
import { requestRoutes } from './requests.ts';
import { sampleRoutes } from './samples.ts';
import { savedViewRoutes } from './saved-views.ts';
import { scannerRoutes } from './scanners.ts';
import { secondFactorRoutes } from './second-factors.ts';
import { signedDefinitionRoutes } from './signed-definitions.ts';
import { signingInRoutes } from './signing-in.ts';
import { receivedMailRoutes } from './received-mail.ts';
import { submissionRoutes } from './submissions.ts';
import { tagRoutes } from './tags.ts';
import { timelineRoutes } from './timeline.ts';
import { trackingRoutes } from './tracking.ts';
import { tokenRoutes } from './tokens.ts';
import { verdictRoutes } from './verdicts.ts';
import { vendorWebhookRoutes } from './vendor-webhooks.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route of the program. */
export const routes = {
  ...operationRoutes,
  ...accountRoutes,
  ...signingInRoutes,
  ...secondFactorRoutes,
  ...registrationRoutes,
  ...accountHelpRoutes,
  ...accountCaseRoutes,
  ...customerRoutes,
  ...appointmentRoutes,
  ...companyRoutes,
  ...companyDomainRoutes,
  ...productProfileRoutes,
  ...licensingRoutes,
  ...recoveryRoutes,
  ...requestRoutes,
  ...exportRoutes,
  ...savedViewRoutes,
  ...correctionRoutes,
  ...requestDeedRoutes,
  ...ratingRoutes,
  ...reportRoutes,
  ...timelineRoutes,
  ...participantRoutes,
  ...submissionRoutes,
  ...trackingRoutes,
  ...attachmentRoutes,
  ...draftRoutes,
  ...erasureRoutes,
  ...helpRoutes,
  ...articleRoutes,
  ...deskRoutes,
  ...tagRoutes,
  ...cannedAnswerRoutes,
  ...labRoutes,
  ...reanalysisRoutes,
  ...sampleRoutes,
  ...labQueueRoutes,
  ...verdictRoutes,
  ...definitionRoutes,
  ...releaseRoutes,
  ...hashListRoutes,
  ...cleanCollectionRoutes,
  ...scannerRoutes,
  ...signedDefinitionRoutes,
  ...liveRoutes,
  ...notificationRoutes,
  ...adminRoutes,
  ...receivedMailRoutes,
  ...auditRoutes,
  ...adminAgentRoutes,
  ...adminCompanyRoutes,
  ...tokenRoutes,
  ...webhookRoutes,
  ...vendorWebhookRoutes,
  ...adminCatalogueRoutes,
  ...adminCalendarRoutes,
  ...adminLicensingRoutes,
  ...licenseBatchRoutes,
};
export type Routes = typeof routes;
export type RouteName = keyof Routes;
