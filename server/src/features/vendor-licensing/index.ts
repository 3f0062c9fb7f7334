export { catalogueHandlers } from './catalogue-routes.ts';
export { issuedLicenseHandlers } from './licenses-routes.ts';
