import type { CreateWebhook } from '@companyaccount/contract/webhooks';

/** A public address, which needs no look-up; the guard of the tests lets no call out. */
export const NEW_WEBHOOK: CreateWebhook = {
  name: 'Ticket bridge',
  url: 'https://93.184.215.14/hook',
  events: ['request.created'],
};
