export { answerRequest } from './answer-request.ts';
export { labQueueHandlers } from './queue-routes.ts';
export { verdictTasks } from './verdicts-jobs.ts';
export { verdictHandlers } from './verdicts-routes.ts';
