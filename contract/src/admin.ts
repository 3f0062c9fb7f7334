import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** `kept`: no mail server is set, the mail is only in the log. */
export const MAIL_STATES = ['queued', 'sent', 'kept', 'failed'] as const;

const mailFields = {
  id: Uuid,
  to: Type.String(),
  subject: Type.String(),
  template: Type.String(),
  language: Type.String(),
  state: oneOf(MAIL_STATES),
  attempts: Type.Integer(),
  error: nullable(Type.String()),
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
    attachments: Type.Array(object({ name: Type.String(), size: Type.Integer({ description: 'bytes' }) }), {
      description: 'What went out with it; the content is never shown',
    }),
  },
  'Mail',
);
export type Mail = Static<typeof Mail>;

/** What an operator should know about the running parts; the web has a sentence for each. */
export const SYSTEM_WARNINGS = ['mail_kept_in_log', 'metrics_off'] as const;
export type SystemWarning = (typeof SYSTEM_WARNINGS)[number];

export const SystemState = object(
  {
    version: Type.String(),
    node: Type.String(),
    database: object({ version: Type.String(), embedded: Type.Boolean(), sizeBytes: Type.Integer() }),
    blobs: object({ kind: oneOf(['folder', 's3'] as const), location: Type.String() }),
    mail: object({ delivered: Type.Boolean() }),
    jobs: object({ waiting: Type.Integer(), failed: Type.Integer() }),
    live: object({ streams: Type.Integer() }),
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
    query: object({ ...pageQuery }),
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
  getSystemState: route({
    method: 'GET',
    path: '/api/v1/admin/system',
    summary: 'State of the parts the program runs on',
    permission: 'admin',
    status: 200,
    reply: ref(SystemState),
  }),
};
