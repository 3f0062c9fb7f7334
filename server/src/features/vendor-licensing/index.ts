export { batchHandlers } from './batches-routes.ts';
export { calendarHandlers } from './calendars-routes.ts';
export { catalogueHandlers } from './catalogue-routes.ts';
export { issuedLicenseHandlers } from './licenses-routes.ts';
export { vendorLicensingTasks } from './vendor-licensing-jobs.ts';
