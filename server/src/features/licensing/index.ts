export {
  claimLicense,
  findLicenseByCode,
  findPlan,
  issueLicense,
  lockLicense,
  type FoundLicense,
} from './licenses-store.ts';
export { licensingHandlers } from './licensing-routes.ts';
