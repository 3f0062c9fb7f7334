export {
  claimLicense,
  findLicenseByCode,
  findPlan,
  issueLicense,
  lockLicense,
  type FoundLicense,
  type PlanTargets,
} from './licenses-store.ts';
export { licensingHandlers } from './licensing-routes.ts';
