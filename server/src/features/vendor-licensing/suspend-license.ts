import { deleteKeyFiles } from '#features/licensing/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { lockLicenseRow, updateState } from './licenses-store.ts';
import { tellLicenseChange } from './tell-license-change.ts';

/** Suspends a license until it is resumed. */
export async function suspendLicense(tx: Tx, platform: Platform, id: string, reason: string): Promise<void> {
  const license = await lockLicenseRow(tx, id);
  if (license.state !== 'active') throw new Refusal('conflict');
  await updateState(tx, id, 'suspended', reason.trim());
  await tellLicenseChange(tx, platform, license, 'license.suspended', { template: 'license_suspended', reason });
}

/** Ends a suspension. */
export async function resumeLicense(tx: Tx, platform: Platform, id: string): Promise<void> {
  const license = await lockLicenseRow(tx, id);
  if (license.state !== 'suspended') throw new Refusal('conflict');
  await updateState(tx, id, 'active', null);
  await tellLicenseChange(tx, platform, license, 'license.resumed', { template: 'license_resumed' });
}

/** Takes a license back for good: its key files are handed out no more, its code opens nothing. */
export async function revokeLicense(tx: Tx, platform: Platform, id: string, reason: string): Promise<void> {
  const license = await lockLicenseRow(tx, id);
  if (license.state === 'revoked') throw new Refusal('conflict');
  await updateState(tx, id, 'revoked', reason.trim());
  await deleteKeyFiles(tx, id);
  await tellLicenseChange(tx, platform, license, 'license.revoked', { template: 'license_revoked', reason });
}
