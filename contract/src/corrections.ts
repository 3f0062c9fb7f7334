import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { Message, MessageText } from './requests.ts';
import { route } from './route.ts';
import { object, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** How long the author of a message may correct it, from when it was written. */
export const CORRECTION_MINUTES = 15;

const MessageParams = object({ id: Uuid, messageId: Uuid });

/** What a message said until it was corrected. */
export const MessageVersion = object(
  {
    version: Type.Integer(),
    text: Type.String({ description: 'Markdown' }),
    replacedAt: Timestamp,
  },
  'MessageVersion',
);
export type MessageVersion = Static<typeof MessageVersion>;

export const correctionRoutes = {
  correctMessage: route({
    method: 'PATCH',
    path: '/api/v1/requests/:id/messages/:messageId',
    summary: `Correct one’s own message within ${CORRECTION_MINUTES} minutes; the vendor can still read what it said before`,
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: MessageParams,
    query: draftQuery,
    body: object({ text: MessageText }),
    status: 200,
    reply: ref(Message),
    versioned: true,
    errors: ['too_late_to_correct', 'license_suspended', 'license_revoked'],
  }),
  listMessageVersions: route({
    method: 'GET',
    path: '/api/v1/requests/:id/messages/:messageId/versions',
    summary: 'What a corrected message said before, newest first',
    permission: 'desk',
    scope: 'requests:read',
    params: MessageParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(MessageVersion)),
  }),
};
