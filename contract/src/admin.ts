import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** `queued`: to be tried, or tried again; `kept`: no mail server is set, the mail is only in the log. */
export const MAIL_STATES = ['queued', 'sent', 'kept', 'failed'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** What went wrong with a mail; the first two are final. */
export const MAIL_FAULTS = [
  'address_refused',
  'mail_refused',
  'sender_refused',
  'sign_in_refused',
  'no_encryption',
  'postponed',
  'timed_out',
  'unreachable',
  'other',
] as const;
export type MailFault = (typeof MAIL_FAULTS)[number];

const mailFields = {
  id: Uuid,
  to: Type.String(),
  subject: Type.String(),
  template: Type.String(),
  language: Type.String(),
  state: oneOf(MAIL_STATES),
  attempts: Type.Integer(),
  fault: nullable(oneOf(MAIL_FAULTS)),
  error: nullable(Type.String({ description: 'of the last try, in the words of the mail server' })),
  nextTryAt: nullable(Timestamp),
  createdAt: Timestamp,
  sentAt: nullable(Timestamp),
};
export const MailSummary = object(mailFields, 'MailSummary');
export type MailSummary = Static<typeof MailSummary>;
/** `text` is null once a mail that carried a secret link has been handed to a mail server. */
export const Mail = object(
  {
    ...mailFields,
    text: nullable(Type.String()),
    bouncing: Type.Boolean({ description: 'mail to this address was last refused for good' }),
    maySend: Type.Boolean({ description: 'it can be sent again' }),
    attachments: Type.Array(object({ name: Type.String(), size: Type.Integer({ description: 'bytes' }) }), {
      description: 'What went out with it; the content is never shown',
    }),
  },
  'Mail',
);
export type Mail = Static<typeof Mail>;

/** What an operator should know about the running parts; the web has a sentence for each. */
export const SYSTEM_WARNINGS = [
  'mail_kept_in_log',
  'metrics_off',
  'definition_root_ends_soon',
  'definitions_not_signed',
  'mailbox_unreadable',
] as const;
export type SystemWarning = (typeof SYSTEM_WARNINGS)[number];

export const SystemState = object(
  {
    version: Type.String(),
    node: Type.String(),
    database: object({ version: Type.String(), embedded: Type.Boolean(), sizeBytes: Type.Integer() }),
    blobs: object({ kind: oneOf(['folder', 's3'] as const), location: Type.String() }),
    mail: object({
      delivered: Type.Boolean(),
      received: nullable(
        object({
          readAt: nullable(Timestamp),
          failingSince: nullable(Timestamp),
          error: nullable(Type.String({ description: 'why, in the words of the mail server' })),
        }),
        { description: 'the mailbox that is read; null: none is set' },
      ),
    }),
    jobs: object({ waiting: Type.Integer(), failed: Type.Integer() }),
    live: object({ streams: Type.Integer() }),
    signedDefinitions: nullable(object({ rootExpiresAt: Timestamp }), {
      description: 'null: no root was made, so definitions cannot be fetched through The Update Framework',
    }),
    warnings: Type.Array(oneOf(SYSTEM_WARNINGS)),
  },
  'SystemState',
);
export type SystemState = Static<typeof SystemState>;

export const adminRoutes = {
  listMails: route({
    method: 'GET',
    path: '/api/v1/admin/mail-log',
    summary: 'Mail sent by the installation, newest first',
    permission: 'admin',
    query: object({
      state: Type.Optional(oneOf(MAIL_STATES)),
      to: Type.Optional(Type.String({ minLength: 1, maxLength: 254, description: 'part of the address' })),
      ...pageQuery,
    }),
    status: 200,
    reply: listOf(ref(MailSummary)),
  }),
  getMail: route({
    method: 'GET',
    path: '/api/v1/admin/mail-log/:id',
    summary: 'One mail with its text',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(Mail),
  }),
  sendMailAgain: route({
    method: 'POST',
    path: '/api/v1/admin/mail-log/:id/send',
    summary: 'Send a mail again that failed, was only kept, or got lost on its way',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(Mail),
    errors: ['conflict'],
  }),
  getSystemState: route({
    method: 'GET',
    path: '/api/v1/admin/system',
    summary: 'State of the parts the program runs on',
    permission: 'admin',
    status: 200,
    reply: ref(SystemState),
  }),
};
