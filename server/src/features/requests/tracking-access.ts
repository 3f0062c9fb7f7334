import type { Keyring } from '#platform/crypto/keyring.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { followMerges } from './merges-access.ts';
import {
  claimedRequest,
  CONFIRM_HOURS,
  confirmationToken,
  isTrackable,
  sameToken,
  trackingToken,
} from './tracking-token.ts';

/** What a tracking link opens: the request it was made for, or where that goes on. */
export interface Tracked {
  requestId: string;
  submitterId: string;
}

/**
 * The request that the token of a tracking link opens. A token that is wrong, withdrawn or past its time is
 * `link_expired`, whichever of them; none at all is `unauthenticated`.
 */
export async function findTracked(
  tx: Tx,
  keyring: Keyring,
  authorization: string | undefined,
  now: Date,
): Promise<Tracked> {
  const token = /^Bearer (\S+)$/u.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal('unauthenticated');
  const requestId = claimedRequest(token);
  const goesOn = requestId === null ? null : await followMerges(tx, requestId);
  const row =
    requestId === null
      ? undefined
      : await tx
          .selectFrom('app.requests as r')
          .innerJoin('app.requests as last', (join) => join.on('last.id', '=', goesOn))
          .innerJoin('app.submitters as s', 's.id', 'r.submitter_id')
          .select([
            'r.id',
            'last.id as goes_on',
            'last.status',
            'last.status_since',
            's.id as submitter_id',
            's.link_version',
          ])
          .where('r.id', '=', requestId)
          .executeTakeFirst();
  if (
    row === undefined ||
    !sameToken(token, trackingToken(keyring, row.id, row.link_version)) ||
    !isTrackable(row.status, row.status_since, now)
  ) {
    throw new Refusal('link_expired');
  }
  return { requestId: row.goes_on, submitterId: row.submitter_id };
}

/** The token of the link to a request of somebody outside every company. */
export async function makeTrackingToken(tx: Tx, keyring: Keyring, requestId: string): Promise<string> {
  const { link_version } = await tx
    .selectFrom('app.requests as r')
    .innerJoin('app.submitters as s', 's.id', 'r.submitter_id')
    .select('s.link_version')
    .where('r.id', '=', requestId)
    .executeTakeFirstOrThrow();
  return trackingToken(keyring, requestId, link_version);
}

/** The request whose submitter confirms their address by this token; one that is wrong or past its time is `link_expired`. */
export async function findConfirmed(tx: Tx, keyring: Keyring, token: string, now: Date): Promise<Tracked> {
  const requestId = claimedRequest(token);
  const row =
    requestId === null || !sameToken(token, confirmationToken(keyring, requestId))
      ? undefined
      : await tx
          .selectFrom('app.requests')
          .select(['submitter_id', 'created_at'])
          .where('id', '=', requestId)
          .executeTakeFirst();
  const isOver = (row?.created_at.getTime() ?? 0) <= now.getTime() - CONFIRM_HOURS * 3_600_000;
  if (requestId === null || row === undefined || row.submitter_id === null || isOver) throw new Refusal('link_expired');
  return { requestId, submitterId: row.submitter_id };
}
