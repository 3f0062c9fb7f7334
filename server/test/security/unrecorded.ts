import type { RouteName } from '@companyaccount/contract/routes';

/** Deeds of somebody who is nobody yet, or only holds a link. */
export const BY_NOBODY: readonly RouteName[] = [
  'unsubscribe',
  'createRegistration',
  'confirmRegistration',
  'createAccountHelp',
  'confirmAccountHelp',
  'createSubmissionMessage',
  'rateByLink',
  'createSubmission',
  'disputeSubmission',
  'confirmSubmissionEmail',
  'rateArticle',
  'confirmReceivedMail',
];
// What changes nothing that anybody would ask about: a reading mark, what nobody else can read yet, a mail that is in the mail log, files not yet sent,
// a token that lets one send them, a question about a key file or a calendar, how often a text was used, a wish for lost ones (the record says what became of it: `key-file-recoveries`).
// The set-up is dead here, since there is an admin; what it does elsewhere is in `set-up`.
export const UNRECORDED: readonly RouteName[] = [
  'detectLanguage',
  'lintDetection',
  'setUp',
  'markRequestRead',
  'putDraft',
  'deleteDraft',
  'moveView',
  'reportPresence',
  'useCannedAnswer',
  'askPasskey',
  'beginPasskey',
  'requestPasswordReset',
  'createChallenge',
  'createUploadToken',
  'createUpload',
  'appendUpload',
  'deleteUpload',
  'indexCleanFolders',
  'verifyKeyFile',
  'findIssuedLicense',
  'createKeyFileRecovery',
  'checkLicenseFile',
  'previewCalendar',
];
