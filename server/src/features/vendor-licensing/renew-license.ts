import type { PatchLicense } from '@companyaccount/contract/admin-licensing';
import { replaceKeyFilesOfLicense } from '#features/licensing/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { refuseBadTerms } from './issue-one-license.ts';
import { type LicenseColumns, type LockedLicense, lockLicenseRow, updateLicense } from './licenses-store.ts';
import { tellLicenseChange } from './tell-license-change.ts';

/** What of a change is really one. */
function changesOf(license: LockedLicense, patch: PatchLicense): LicenseColumns {
  const validFrom = patch.validFrom === undefined ? license.valid_from : new Date(patch.validFrom);
  const validUntil =
    patch.validUntil === undefined
      ? license.valid_until
      : patch.validUntil === null
        ? null
        : new Date(patch.validUntil);
  const { planId = license.plan_id, seats = license.seats, reference = license.reference } = patch;
  return {
    ...(planId === license.plan_id ? {} : { plan_id: planId }),
    ...(seats === license.seats ? {} : { seats }),
    ...(validFrom.getTime() === license.valid_from.getTime() ? {} : { valid_from: validFrom }),
    ...(validUntil?.getTime() === license.valid_until?.getTime() ? {} : { valid_until: validUntil }),
    ...(reference === license.reference ? {} : { reference }),
  };
}

/**
 * Renews a license that is still at `version`, or changes its plan, seats or reference. Key files that say otherwise are
 * signed anew and the company is told; copies handed out before go on saying what they say.
 */
export async function renewLicense(
  tx: Tx,
  platform: Platform,
  id: string,
  version: number,
  patch: PatchLicense,
): Promise<void> {
  const license = await lockLicenseRow(tx, id);
  if (license.version !== version) throw new Refusal('version_moved');
  if (license.state === 'revoked') throw new Refusal('license_revoked');
  const columns = changesOf(license, patch);
  if (Object.keys(columns).length === 0) return;
  const { plan_id: planId, valid_from: validFrom = license.valid_from } = columns;
  const validUntil = columns.valid_until === undefined ? license.valid_until : columns.valid_until;
  await refuseBadTerms(tx, { ...(planId === undefined ? {} : { planId }), validFrom, validUntil });
  await updateLicense(tx, id, columns);
  const { reference: _, ...signed } = columns;
  const concernsCompany = Object.keys(signed).length > 0;
  if (concernsCompany) await replaceKeyFilesOfLicense(tx, id);
  await tellLicenseChange(tx, platform, license, 'license.changed', {
    template: concernsCompany ? 'license_renewed' : null,
    data: {
      fields: Object.keys(columns),
      ...(columns.seats === undefined ? {} : { seats: columns.seats }),
      ...(columns.valid_until === undefined ? {} : { validUntil: columns.valid_until }),
    },
  });
}
