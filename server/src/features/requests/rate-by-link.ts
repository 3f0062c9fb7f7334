import type { RatedRequest } from '@companyaccount/contract/ratings';
import type { RateRequest } from '@companyaccount/contract/request-deeds';
import type { Desk } from '@companyaccount/contract/requests';
import { findStandingActor } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { isMember, type Member, scopeOf } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { rateRequest } from './rate-request.ts';
import { type AskedRating, readRatingToken } from './rating-token.ts';
import { findRating } from './ratings-store.ts';
import { findResolvedCompany } from './ratings-views.ts';
import { actionsFor, factsOf, formatNumber } from './request.ts';
import { loadRequest, type LockedRequest, readerOf } from './requests-access.ts';

type Parts = Pick<Platform, 'db' | 'keyring' | 'clock'>;

/**
 * Opens what the token of a mailed link asks about, with the rights that its person has by now. A token that is wrong or
 * past its time, a resolution that no longer stands, and a person who may no longer rate it are all `link_expired`; no
 * token at all is `unauthenticated`.
 */
async function opened<T>(
  { db, keyring, clock }: Parts,
  authorization: string | undefined,
  lock: boolean,
  work: (tx: Tx, actor: Member, request: LockedRequest) => Promise<T>,
): Promise<T> {
  const token = /^Bearer (\S+)$/u.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal('unauthenticated');
  const asked = readRatingToken(keyring, token, clock());
  const companyId = asked === null ? null : await findResolvedCompany(db, asked);
  if (asked === null || companyId === null) throw new Refusal('link_expired');
  const actor = await findStandingActor(db, { personId: asked.personId, companyId });
  if (actor === null || !isMember(actor)) throw new Refusal('link_expired');
  return transact(db, scopeOf(actor), async (tx) =>
    work(tx, actor, await loadAsked(tx, actor, { ...asked, lock }, clock())),
  );
}

async function loadAsked(
  tx: Tx,
  actor: Member,
  asked: AskedRating & { lock: boolean },
  now: Date,
): Promise<LockedRequest> {
  const request = await loadRequest(tx, actor, asked.requestId, asked.lock).catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal('link_expired') : error;
  });
  const stands = request.resolved_at?.getTime() === asked.resolvedAt.getTime();
  if (!stands || !actionsFor(await readerOf(tx, actor, now), factsOf(request), now).includes('rate')) {
    throw new Refusal('link_expired');
  }
  return request;
}

async function present(tx: Tx, request: LockedRequest): Promise<RatedRequest> {
  const rating = await findRating(tx, request.id, request.resolved_at);
  return {
    number: formatNumber(request.desk as Desk, request.number),
    subject: request.subject,
    value: (rating?.value as RatedRequest['value'] | undefined) ?? null,
    comment: rating?.comment ?? null,
  };
}

/** What a mailed link asks about. */
export const showAsked = (platform: Parts, authorization: string | undefined): Promise<RatedRequest> =>
  opened(platform, authorization, false, (tx, _actor, request) => present(tx, request));

/** Rates the resolution that a mailed link asks about, in the name of the person it was mailed to. */
export const rateByLink = (
  platform: Parts,
  authorization: string | undefined,
  said: RateRequest,
): Promise<RatedRequest> =>
  opened(platform, authorization, true, async (tx, actor, request) => {
    await rateRequest(tx, actor, request.id, said, platform.clock(), 'mail link');
    return present(tx, request);
  });
