import type { License } from '@companyaccount/contract/licensing';

export type LicenseState = License['state'];

/** What a license is worth now: expiry follows from its end, and weighs less than a suspension or a revocation. */
export function licenseState(stored: string, validUntil: Date | null, now: Date): LicenseState {
  if (stored === 'revoked' || stored === 'suspended') return stored;
  return validUntil !== null && validUntil <= now ? 'expired' : 'active';
}
