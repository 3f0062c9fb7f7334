import { type Company, STANDINGS } from '@companyaccount/contract/companies';
import type { ErrorCode } from '@companyaccount/contract/errors';
import type { License } from '@companyaccount/contract/licensing';

/** What a license is worth; one that has yet to begin counts as active, so that it can be claimed and set up before. */
export type LicenseState = Company['standing'];

/** What a license is worth now: expiry follows from its end, and weighs less than a suspension or a revocation. */
export function licenseState(stored: string, validUntil: Date | null, now: Date): LicenseState {
  if (stored === 'revoked' || stored === 'suspended') return stored;
  return validUntil !== null && validUntil <= now ? 'expired' : 'active';
}

/** The state as the company reads it, which also tells a license that has yet to begin. */
export function shownState(
  { state, valid_from: from, valid_until: until }: { state: string; valid_from: Date; valid_until: Date | null },
  now: Date,
): License['state'] {
  const worth = licenseState(state, until, now);
  return worth === 'active' && from > now ? 'not_yet_valid' : worth;
}

/** What a company's licenses are worth together: as much as the best of them; without any, nothing. */
export const standingOf = (states: readonly LicenseState[]): LicenseState =>
  STANDINGS.find((state) => states.includes(state)) ?? 'revoked';

/** New requests to Technical Support are what a license pays for. */
export const maySeekSupport = (standing: LicenseState): boolean => standing === 'active';

/** An expired license leaves history, answers and the lab open; a suspended or revoked one leaves only reading. */
export const mayWrite = (standing: LicenseState): boolean => standing === 'active' || standing === 'expired';

/** The refusal that says why a company may not do what it asked for. */
export const STANDING_REFUSALS = {
  expired: 'license_expired',
  suspended: 'license_suspended',
  revoked: 'license_revoked',
} as const satisfies Record<Exclude<LicenseState, 'active'>, ErrorCode>;
