export { answerRequest } from './answer-request.ts';
export { verdictTasks } from './verdicts-jobs.ts';
export { verdictHandlers } from './verdicts-routes.ts';
