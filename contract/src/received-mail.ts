import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/**
 * What became of a mail that came in. `posted`: a message of a request; `noted`: a note for the desk, since nobody vouches
 * for its sender; `opened`: a new request; `unconfirmed`: held until its sender follows the mailed link; `returned`: a
 * mail of ours that came back; `refused`: its sender may not write there now; `failed`: it could not be opened.
 */
export const RECEIVED_MAIL_STATES = [
  'arriving',
  'waiting',
  'posted',
  'noted',
  'opened',
  'unconfirmed',
  'confirmed',
  'returned',
  'ignored',
  'refused',
  'failed',
] as const;
export type ReceivedMailState = (typeof RECEIVED_MAIL_STATES)[number];

/** From where on a mail can be gone through again: nothing was made of it. */
export const REPEATABLE_STATES: readonly ReceivedMailState[] = [
  'unconfirmed',
  'ignored',
  'refused',
  'failed',
  'returned',
];

const fields = {
  id: Uuid,
  state: oneOf(RECEIVED_MAIL_STATES),
  reason: nullable(Type.String({ description: 'a word for why, such as auto_reply or too_deep' })),
  sender: nullable(Type.String({ description: 'the address it says it is from' })),
  subject: nullable(Type.String()),
  size: Type.Integer({ description: 'bytes' }),
  request: nullable(object({ id: Uuid, number: Type.String() })),
  receivedAt: Timestamp,
  expiresAt: Type.String({ format: 'date-time', description: 'until when it is kept' }),
  mayProcess: Type.Boolean({ description: 'it can be gone through again' }),
};
export const ReceivedMail = object(fields, 'ReceivedMail');
export type ReceivedMail = Static<typeof ReceivedMail>;
export const ReceivedMailInFull = object(
  {
    ...fields,
    headers: nullable(
      Type.String({ description: 'as they came, without what lets one answer for somebody else; null: they are lost' }),
    ),
  },
  'ReceivedMailInFull',
);
export type ReceivedMailInFull = Static<typeof ReceivedMailInFull>;

/** Mails that came in, for the operator; and the link by which a sender confirms one. */
export const receivedMailRoutes = {
  listReceivedMails: route({
    method: 'GET',
    path: '/api/v1/admin/received-mail',
    summary: 'Mails that came in, newest first',
    permission: 'admin',
    query: object({ state: Type.Optional(oneOf(RECEIVED_MAIL_STATES)), ...pageQuery }),
    status: 200,
    reply: listOf(ref(ReceivedMail)),
  }),
  getReceivedMail: route({
    method: 'GET',
    path: '/api/v1/admin/received-mail/:id',
    summary: 'A mail that came in, with its headers',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(ReceivedMailInFull),
  }),
  processReceivedMail: route({
    method: 'POST',
    path: '/api/v1/admin/received-mail/:id/process',
    summary: 'Go through a mail again of which nothing was made',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(ReceivedMail),
    errors: ['conflict'],
  }),
  confirmReceivedMail: route({
    method: 'POST',
    path: '/api/v1/public/received-mail/confirm',
    summary: 'Confirm a mail with the token of the link that its sender was mailed: a request is made of it',
    permission: 'anyone',
    body: object({ token: Type.String({ minLength: 20, maxLength: 200 }) }),
    status: 204,
    reply: null,
    errors: ['link_expired'],
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
};
