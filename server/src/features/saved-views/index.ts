export { savedViewHandlers } from './saved-views-routes.ts';
