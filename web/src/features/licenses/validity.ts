import type { License } from '@companyaccount/contract';

const DAY_MS = 86_400_000;
/** From so long before its end on, a license asks for attention. */
export const SOON_MS = 60 * DAY_MS;
/** From so long after its end on, nobody counts the days. */
const LONG_AGO_MS = 60 * DAY_MS;

/** How a license stands to its times. The clock of the page goes on while the answer of the server grows old. */
export type Validity =
  | { is: 'endless' }
  | { is: 'until' | 'expires' | 'expired' | 'expiredOn'; time: string }
  | { is: 'begins'; time: string };

/** Says what a reader should know about the times of a license now. */
export function validityOf(
  { validFrom, validUntil }: Pick<License, 'validFrom' | 'validUntil'>,
  now: number,
): Validity {
  if (Date.parse(validFrom) > now) return { is: 'begins', time: validFrom };
  if (validUntil === null) return { is: 'endless' };
  const left = Date.parse(validUntil) - now;
  const is = left <= -LONG_AGO_MS ? 'expiredOn' : left <= 0 ? 'expired' : left < SOON_MS ? 'expires' : 'until';
  return { is, time: validUntil };
}

export type ShownState = License['state'] | 'soon';

/** The state of a license as it is shown: one that runs out soon stands apart from other active ones. */
export function shownStateOf(license: Pick<License, 'state' | 'validFrom' | 'validUntil'>, now: number): ShownState {
  if (license.state === 'suspended' || license.state === 'revoked') return license.state;
  switch (validityOf(license, now).is) {
    case 'begins':
      return 'not_yet_valid';
    case 'expired':
    case 'expiredOn':
      return 'expired';
    case 'expires':
      return 'soon';
    default:
      return 'active';
  }
}
