export { productProfileHandlers } from './product-profiles-routes.ts';
