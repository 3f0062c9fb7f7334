export { cannedAnswerHandlers } from './canned-answers-routes.ts';
export { createCannedAnswer } from './edit-canned-answer.ts';
