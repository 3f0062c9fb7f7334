export { loadGlances } from './glances-views.ts';
export { labHandlers } from './lab-routes.ts';
export { sampleHandlers } from './samples-routes.ts';
export { labTasks } from './lab-jobs.ts';
export { submitObjects } from './objects-store.ts';
export { presentObject } from './lab-present.ts';
export { listObjectRows, objectCursor, progressOf } from './objects-views.ts';
export { receiveFile } from './receive-file.ts';
export { findSample } from './samples-access.ts';
