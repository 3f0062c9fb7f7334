export { generateActivationCode } from './activation-codes.ts';
export {
  assertUsable,
  findProvenLicense,
  type LicenseProof,
  readCode,
  readProof,
  refuseProof,
} from './find-proven-license.ts';
export { issueKeyFiles } from './issue-key-files.ts';
export { deleteKeyFiles, loadKeySet } from './key-files-store.ts';
export { downloadKeySet } from './download-key-set.ts';
export { zipKeySet } from './key-set.ts';
export { maySeekSupport, mayWrite, shownState, STANDING_REFUSALS } from './license.ts';
export { verifyKeyFile, type PublishedKey } from './key-file.ts';
export { loadLicense } from './licenses-access.ts';
export {
  claimLicense,
  findLicenseByCode,
  findLicenseByCodeHash,
  type CompanyPlan,
  findPlan,
  hashActivationCode,
  issueLicense,
  loadStanding,
  lockLicense,
  nextSerial,
  readActivationCode,
  replaceKeyFilesOf,
  replaceKeyFilesOfLicense,
} from './licenses-store.ts';
export { licensingHandlers, presentLicense, sendKeySet } from './licensing-routes.ts';
export { licensingTasks } from './licensing-jobs.ts';
export { prepareSigningKey, rotateLicenseKey } from './open-signing-key.ts';
export { stopGuessing } from './stop-guessing.ts';
export { inState, listBestLicenses } from './licensing-views.ts';
