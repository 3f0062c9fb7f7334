import type { TextRecords } from '#platform/dns.ts';
import type { DomainFinding } from './company-domains-store.ts';
import { recordOf } from './mail-domain.ts';

const DAY = 86_400_000;
/** A record may be lost by a mistake in a zone; a confirmation outlives that for so long. */
const END_AFTER = 14 * DAY;
const WARN_AFTER = 7 * DAY;

/** When a confirmation ends whose record is missing since then. */
export const confirmationEnds = (missingSince: Date): Date => new Date(missingSince.getTime() + END_AFTER);

/** What was found in DNS, held against the record asked for. */
export function judge(records: TextRecords, domain: string, token: string): DomainFinding {
  if (typeof records === 'string') return records;
  if (records.texts.length === 0) return 'missing';
  // People paste quotes and blanks along with it.
  const wanted = recordOf(domain, token).value;
  return records.texts.some((text) => text.replaceAll(/[\s"]/gu, '') === wanted) ? 'found' : 'other_value';
}

/**
 * What a finding means for a confirmation by DNS: it `stands`, is `missing` from now on, is due to be `warned` of, or has
 * `ended`. `before` is when it was last looked for.
 */
export function weigh(
  finding: DomainFinding,
  missingSince: Date | null,
  before: Date | null,
  now: Date,
): 'stands' | 'missing' | 'warned' | 'ended' {
  if (finding === 'found') return 'stands';
  if (missingSince === null) return 'missing';
  const since = missingSince.getTime();
  if (now.getTime() - since >= END_AFTER) return 'ended';
  const due = since + WARN_AFTER;
  return now.getTime() >= due && (before?.getTime() ?? 0) < due ? 'warned' : 'missing';
}
