export { productProfileHandlers } from './product-profiles-routes.ts';
export { presentProfile, profileRows } from './product-profiles-views.ts';
