import {
  type CreateMessage,
  type Desk,
  PARTICIPANTS_MAX,
  type RequestKind,
  type Severity,
} from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import type { Member } from '#platform/http/actor.ts';
import { createRequest } from './create-request.ts';
import { membersAmong, participantsOf } from './participants-store.ts';
import type { LockedRequest } from './requests-access.ts';
import type { Mailed } from './requests-store.ts';

/**
 * Opens a request that goes on where one ended that was closed for good, with a member's words; answers with the
 * message's id. Whatever the old one was about holds for the new one, and whoever heard of it hears of this one.
 */
export async function openFollowUp(
  tx: Tx,
  actor: Member,
  old: LockedRequest,
  { text, uploads = [] }: Pick<CreateMessage, 'text' | 'uploads'>,
  at: Date,
  mailed?: Mailed,
): Promise<string> {
  const { companyId } = actor.membership;
  const concerned = await membersAmong(tx, companyId, [
    ...(await participantsOf(tx, old.id)),
    ...(old.author_id === null ? [] : [old.author_id]),
  ]);
  const { messageId } = await createRequest(
    tx,
    actor,
    {
      desk: old.desk as Desk,
      kind: old.kind as RequestKind,
      severity: old.severity as Severity,
      subject: old.subject,
      text,
      language: old.language,
      uploads,
      participants: concerned.filter((personId) => personId !== actor.personId).slice(0, PARTICIPANTS_MAX),
      originId: old.id,
      ...(old.impact === null ? {} : { impact: old.impact }),
      ...(old.product_id === null ? {} : { productId: old.product_id }),
      ...(old.product_version === null ? {} : { productVersion: old.product_version }),
      ...(old.operating_system === null ? {} : { operatingSystem: old.operating_system }),
    },
    at,
    undefined,
    mailed,
  );
  return messageId;
}
