export { licenseCareTasks } from './license-care-jobs.ts';
export { licenseCareHandlers } from './license-care-routes.ts';
