export { definitionHandlers } from './definitions-routes.ts';
