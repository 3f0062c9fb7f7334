import { randomUUID } from 'node:crypto';

const NO_TOKEN = { params: { token: 'there is no such token' } };
const unknownMail = () => ({ params: { id: randomUUID() } });

/** The calls about mails for every kind of actor. */
export const MAIL_CASES = {
  getNotifications: {},
  putNotifications: { given: () => ({ body: { settings: [{ event: 'message', mail: 'daily' }] } }) },
  getUnsubscription: { given: () => NO_TOKEN, success: 410 },
  unsubscribe: { given: () => NO_TOKEN, success: 410 },
  listReceivedMails: {},
  getReceivedMail: { given: unknownMail, success: 404 },
  processReceivedMail: { given: unknownMail, success: 404 },
  confirmReceivedMail: { given: () => ({ body: NO_TOKEN.params }), success: 410 },
  listMails: {},
  sendMailAgain: { given: unknownMail, success: 404 },
  getMail: { given: unknownMail, success: 404 },
};
