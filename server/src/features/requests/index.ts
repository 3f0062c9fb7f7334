export { changeStatus } from './change-status.ts';
export { mayMove, worksOn } from './request.ts';
export { assertMayRead, lockRequest, mayReadRequest } from './requests-access.ts';
export { requestHandlers, showRequest } from './requests-routes.ts';
export { insertTimelineEntry, updateRequest } from './requests-store.ts';
export { tellChange } from './tell-change.ts';
