export { changeStatus } from './change-status.ts';
export { createRequest } from './create-request.ts';
export { mayMove, worksOn } from './request.ts';
export { assertMayRead, lockRequest } from './requests-access.ts';
export { requestHandlers, showRequest } from './requests-routes.ts';
export { insertTimelineEntry, updateRequest } from './requests-store.ts';
export { announceChange, tellChange } from './tell-change.ts';
export { writeMessage } from './write-message.ts';
export { requestTasks } from './requests-jobs.ts';
