export { vendorWebhookHandlers } from './vendor-webhooks-routes.ts';
export { webhookTasks } from './webhooks-jobs.ts';
export { webhookHandlers } from './webhooks-routes.ts';
