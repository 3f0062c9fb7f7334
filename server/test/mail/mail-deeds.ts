import type { RouteName } from '@companyaccount/contract/routes';
import { unsubscribeToken } from '#platform/mail/unsubscribe-token.ts';
import { mailSample, plainMail } from '../received-mail/mail-samples.ts';
import { confirmationFor, deliver } from '../received-mail/received-calls.ts';
import type { TestApp } from '../harness/test-app.ts';
import type { Deed } from '../security/vendor-licensing-deeds.ts';

/** What changes which mails go out, and what the record then says. */
export const mailDeeds = (app: () => TestApp): Partial<Record<RouteName, Deed>> => ({
  putNotifications: {
    action: 'notifications.changed',
    given: async () => ({ cookie: await app().signIn('boris@acme.example') }),
  },
  unsubscribe: {
    action: 'notifications.stopped',
    given: async () => {
      const { id: personId } = await (await app().as('boris@acme.example')).getMe();
      const { keyring } = app().platform;
      return { params: { token: unsubscribeToken(keyring, { personId, event: 'answer' }, new Date()) } };
    },
  },
  processReceivedMail: {
    action: 'received_mail.processed_again',
    given: async () => {
      const { id } = await deliver(app(), mailSample('out-of-office'));
      return { params: { id }, cookie: await app().signIn('admin@vendor.example') };
    },
  },
  confirmReceivedMail: {
    action: 'received_mail.confirmed',
    given: async () => {
      const from = 'writer@new.example';
      await deliver(app(), plainMail({ From: from, To: 'support@reply.vendor.example', Subject: 'Hello' }, 'Help.'));
      return { body: { token: await confirmationFor(app(), from) } };
    },
  },
  sendMailAgain: {
    action: 'mail.sent_again',
    given: async () => {
      await app().runJobs();
      const mail = await app()
        .platform.db.selectFrom('app.mails')
        .select('id')
        .where('state', '=', 'kept')
        .executeTakeFirstOrThrow();
      return { params: { id: mail.id }, cookie: await app().signIn('admin@vendor.example') };
    },
  },
});
