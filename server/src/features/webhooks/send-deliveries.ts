import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Answered, OutboundFault } from '#platform/outbound/outbound.ts';
import type { Platform } from '#platform/platform.ts';
import {
  type Claimed,
  claimDelivery,
  dropWaiting,
  findNextDue,
  noteAttempt,
  settleDelivery,
  updateHealth,
} from './deliveries-store.ts';
import { nextTry, restUntil, stepAfterFailure } from './delivery.ts';
import { signedHeaders } from './signature.ts';
import { announceWebhook, mailAboutWebhook, tellWebhookChange } from './tell-webhook.ts';
import { findForOutcome } from './webhooks-access.ts';
import { loadSecrets } from './webhooks-store.ts';
import { deliverSoon } from './write-deliveries.ts';

/** Calls that one process makes at the same time. */
const LANES = 8;
/** Longer than any call takes: if its process dies, the webhook is called again after this. */
const CLAIM_MS = 45_000;

/** A server says by it that it is gone for good. */
const GONE = 410;

const isTaken = (answer: Answered | OutboundFault): boolean =>
  typeof answer === 'object' && answer.status >= 200 && answer.status < 300;

/** Notes what a call gave, and what follows for the delivery and its webhook. */
async function noteOutcome(
  tx: Tx,
  platform: Platform,
  { id, webhookId }: Claimed,
  call: { answer: Answered | OutboundFault; at: Date; milliseconds: number },
): Promise<void> {
  const { answer, milliseconds } = call;
  const webhook = await findForOutcome(tx, webhookId);
  if (webhook === undefined) return;
  const said =
    typeof answer === 'object'
      ? { status: answer.status, fault: null, answer: answer.text }
      : { status: null, fault: answer, answer: '' };
  const tries = await noteAttempt(tx, { deliveryId: id, at: call.at, milliseconds, ...said });
  const now = platform.clock();
  if (isTaken(answer)) {
    if (tries !== null) await settleDelivery(tx, id, 'delivered', now);
    const well = { failing_since: null, failures: 0, warned_at: null, not_before: now, succeeded_at: now };
    await updateHealth(tx, webhookId, well);
  } else {
    if (tries !== null) await settleDelivery(tx, id, nextTry(tries, now, Math.random()), now);
    const failingSince = webhook.failing_since ?? now;
    const failures = webhook.failures + 1;
    const ill = {
      failing_since: failingSince,
      failures,
      warned_at: webhook.warned_at,
      not_before: restUntil(failures, now),
    };
    const step = said.status === GONE ? 'stop' : stepAfterFailure(failingSince, webhook.warned_at !== null, now);
    const isOn = webhook.state === 'active';
    await updateHealth(tx, webhookId, {
      ...ill,
      ...(step === 'warn' && isOn ? { warned_at: now } : {}),
      ...(step === 'stop' && isOn ? { state: 'stopped' } : {}),
    });
    if (step !== null && isOn) await takeStep(tx, platform, webhook, step, now);
  }
  await announceWebhook(tx, webhook.company_id);
}

async function takeStep(
  tx: Tx,
  platform: Platform,
  webhook: { id: string; name: string; company_id: string | null },
  step: 'warn' | 'stop',
  now: Date,
): Promise<void> {
  if (step === 'stop') {
    await dropWaiting(tx, webhook.id, now);
    await tellWebhookChange(tx, { id: webhook.id, companyId: webhook.company_id }, 'webhook.stopped');
  }
  await mailAboutWebhook(tx, platform, webhook, step === 'stop' ? 'webhook_stopped' : 'webhook_failing');
}

/**
 * Makes the calls that are due, several at a time but one per webhook. All of a process wait in one job: a server that
 * keeps silent holds up neither other webhooks nor other jobs, such as mail.
 */
export function createDeliverer(platform: Platform): (stopping: AbortSignal) => Promise<void> {
  const { db, clock, keyring, outbound, version } = platform;
  const lanes = new Set<Promise<void>>();

  const claim = () =>
    transact(db, SYSTEM, (tx) => {
      const now = clock();
      return claimDelivery(tx, now, new Date(now.getTime() + CLAIM_MS));
    });

  const deliver = async (claimed: Claimed, stopping: AbortSignal): Promise<void> => {
    const { eventId: id, payload: body, url, webhookId } = claimed;
    const at = clock();
    const secrets = await transact(db, SYSTEM, (tx) => loadSecrets(tx, keyring, webhookId, at));
    const headers = {
      'content-type': 'application/json',
      'user-agent': `CompanyAccount/${version}`,
      ...signedHeaders({ id, at, body }, secrets),
    };
    const begun = performance.now();
    const answer = await outbound.post(url, { headers, body }, stopping);
    const milliseconds = Math.round(performance.now() - begun);
    await transact(db, SYSTEM, (tx) => noteOutcome(tx, platform, claimed, { answer, at, milliseconds }));
  };

  const work = async (stopping: AbortSignal): Promise<void> => {
    for (let next = await claim(); next !== undefined && !stopping.aborted; next = await claim()) {
      open(stopping);
      await deliver(next, stopping);
    }
  };
  // Each lane that finds work opens the next one, until there is none left to find.
  const open = (stopping: AbortSignal): void => {
    if (lanes.size >= LANES) return;
    const lane: Promise<void> = work(stopping).finally(() => lanes.delete(lane));
    lane.catch(() => undefined);
    lanes.add(lane);
  };

  return async (stopping) => {
    const isAlone = lanes.size === 0;
    open(stopping);
    // The job that came first waits for all; this one has only said that there is something new.
    if (!isAlone) return;
    while (lanes.size > 0) await Promise.race(lanes);
    stopping.throwIfAborted();
    const next = await transact(db, SYSTEM, findNextDue);
    if (next !== null) await transact(db, SYSTEM, (tx) => deliverSoon(tx, next));
  };
}
