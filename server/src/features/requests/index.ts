export { changeSeverity } from './change-severity.ts';
export { concludeAnalysis, passToAnalyst } from './move-stage.ts';
export { changeStatus } from './change-status.ts';
export { closeRequest } from './close-request.ts';
export { afterBusinessDays } from './business-days.ts';
export { nextStep } from './closing.ts';
export { correctionHandlers } from './corrections-routes.ts';
export { createRequest } from './create-request.ts';
export {
  excerptOf,
  factsOf,
  formatNumber,
  isBarred,
  isEnded,
  labStageFor,
  mayMove,
  stepsTo,
  worksOn,
} from './request.ts';
export { findRequests } from './find-requests.ts';
export { participantHandlers } from './participants-routes.ts';
export { assertMayRead, lockAny, type LockedRequest, lockRequest, seesAll } from './requests-access.ts';
export { ratingHandlers } from './ratings-routes.ts';
export { isRateable } from './request.ts';
export { ratingToken } from './rating-token.ts';
export { requestDeedHandlers } from './request-deeds-routes.ts';
export { requestHandlers, showRequest } from './requests-routes.ts';
export { insertTimelineEntry, updateRequest, type Mailed } from './requests-store.ts';
export { countRequests, loadHeadings, lockNextRequest, requestCursor } from './requests-views.ts';
export { columnsOf } from './search-store.ts';
export { tsQuery } from './search-ways-views.ts';
export { readSearch, wordsOf } from './search-words.ts';
export { announceChange, announceObjects, tellChange } from './tell-change.ts';
export { forgetNews, forgetNewsOf, TELL_TASK, tellNews, type ToldNews } from './tell-news.ts';
export { renewTrackingLink } from './renew-tracking-link.ts';
export { publicTarget, submitForCompany, submitRequest } from './submit-request.ts';
export { submitToLab } from './submit-to-lab.ts';
export { confirmSubmitter, forgetUnconfirmed } from './submitters-store.ts';
export { findConfirmed, makeTrackingToken } from './tracking-access.ts';
export { CONFIRM_HOURS, confirmationToken } from './tracking-token.ts';
export { trackingHandlers } from './tracking-routes.ts';
export { openDisputeBySubmitter } from './open-dispute.ts';
export { linkByNumber, unlinkRequests } from './link-requests.ts';
export { loadRequestNumber } from './tracking-views.ts';
export { writeAnswer } from './write-answer.ts';
export { updatePromises } from './update-promises.ts';
export { verifyPublicTarget } from './verify-public-target.ts';
export { writeNote } from './write-note.ts';
export { writeBySubmitter, writeMessage } from './write-message.ts';
export { findNumberedFor, findThread, type ThreadRecipient } from './mail-threads-access.ts';
export { loadMessagePlace } from './messages-store.ts';
export { languageOf } from './text-language.ts';
export { requestTasks } from './requests-jobs.ts';
export { mergeRequests } from './merge-requests.ts';
export { followMerges } from './merges-access.ts';
export { splitRequest } from './split-request.ts';
export { undoMerge } from './undo-merge.ts';
export { listDuplicates } from './duplicates-views.ts';
export { presentDuplicate } from './requests-present.ts';
