export { labHandlers } from './lab-routes.ts';
export { sampleHandlers } from './samples-routes.ts';
export { labTasks } from './lab-jobs.ts';
export { submitObjects } from './objects-store.ts';
export { receiveFile } from './receive-file.ts';
export { findSample } from './samples-access.ts';
