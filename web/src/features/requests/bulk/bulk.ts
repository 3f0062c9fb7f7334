import { AGENT_RESOLUTIONS, BULK_MAX, type BulkOutcome, type ChangeRequests } from '@companyaccount/contract';

/** One deed without the requests that it is done with. */
export type Deed = Omit<ChangeRequests, 'requests'>;

/** What became of many requests. */
export interface Outcome {
  done: number;
  /** Already were as they should become. */
  unchanged: number;
  refused: number;
  /** Why some were refused, each reason once. */
  codes: NonNullable<BulkOutcome['code']>[];
}

/** Counts what became of many requests. */
export function countOutcomes(outcomes: readonly BulkOutcome[]): Outcome {
  const count = (wanted: BulkOutcome['outcome']): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const codes = new Set(outcomes.flatMap(({ code }) => (code === null ? [] : [code])));
  return { done: count('done'), unchanged: count('unchanged'), refused: count('refused'), codes: [...codes] };
}

/** As many calls as it takes to name all requests. */
export function callsFor(requests: ChangeRequests['requests'], deed: Deed): ChangeRequests[] {
  const calls: ChangeRequests[] = [];
  for (let from = 0; from < requests.length; from += BULK_MAX) {
    calls.push({ requests: requests.slice(from, from + BULK_MAX), ...deed });
  }
  return calls;
}

/** What one request needs to be as it was; null where staff cannot bring that about. */
function backOf({ deed, tag = '' }: Deed, before: NonNullable<BulkOutcome['before']>, reason: string): Deed | null {
  if (deed === 'tag') return { deed: 'untag', tag };
  if (deed === 'untag') return { deed: 'tag', tag };
  if (deed === 'assign') return { deed, personId: before.ownerId };
  if (deed === 'severity') return { deed, severity: before.severity, reason };
  const { status } = before;
  // Nothing becomes new again.
  if (status === 'new') return { deed, status: 'open' };
  if (status === 'open' || status === 'waiting_for_customer') return { deed, status };
  const resolution = AGENT_RESOLUTIONS.find((one) => one === before.resolution);
  return resolution === undefined ? null : { deed, status, resolution };
}

/**
 * The calls that take a deed back: the requests that were alike before go together, and one that has moved since stays as
 * it is; but a tag is nothing that the request itself shows. A severity that changes back needs words for the customer.
 */
export function callsBack(outcomes: readonly BulkOutcome[], deed: Deed, reason: string): ChangeRequests[] {
  const groups = new Map<string, { back: Deed; requests: ChangeRequests['requests'] }>();
  for (const { id, before, updatedAt } of outcomes) {
    const back = before === null ? null : backOf(deed, before, reason);
    if (back === null || updatedAt === null) continue;
    const key = JSON.stringify(back);
    const group = groups.get(key) ?? { back, requests: [] };
    group.requests.push(deed.tag === undefined ? { id, updatedAt } : { id });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ back, requests }) => callsFor(requests, back));
}

/** Everything from one to the other, whichever comes first; only the second where the first is not there. */
export function between(shown: readonly string[], one: string | null, other: string): readonly string[] {
  const [from, to] = [one === null ? -1 : shown.indexOf(one), shown.indexOf(other)];
  return from < 0 ? [other] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
}
