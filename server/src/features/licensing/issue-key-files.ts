import { emit } from '#platform/db/emit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { signKeyFile } from './key-file.ts';
import {
  deleteKeyFiles,
  insertKeyFile,
  type KeyFilesOf,
  listLicensesToSign,
  listUnsignedComponents,
  lockLicenseToSign,
} from './key-files-store.ts';
import { replaceKeyFilesOf } from './licenses-store.ts';
import { openSigningKey } from './open-signing-key.ts';

/**
 * Signs the key files that a license lacks, one per component of its product; with `anew`, all of them. Only for
 * processes with jobs.
 */
export async function issueKeyFiles(platform: Platform, licenseId: string, anew = false): Promise<void> {
  await transact(platform.db, SYSTEM, async (tx) => {
    const license = await lockLicenseToSign(tx, licenseId);
    // What was revoked is vouched for no more.
    if (license === undefined || license.state === 'revoked') return;
    if (anew) await deleteKeyFiles(tx, licenseId);
    const components = await listUnsignedComponents(tx, license);
    if (components.length === 0) return;
    const key = await openSigningKey(platform, tx);
    const issuedAt = platform.clock();
    for (const component of components) {
      const id = newId();
      const text = signKeyFile(
        {
          id,
          licenseId,
          serial: license.serial,
          product: license.product,
          component: component.name,
          plan: license.plan,
          seats: license.seats,
          validFrom: license.valid_from.toISOString(),
          validUntil: license.valid_until?.toISOString() ?? null,
          issuedAt: issuedAt.toISOString(),
        },
        key,
      );
      const { company_id: companyId } = license;
      await insertKeyFile(tx, { id, licenseId, componentId: component.id, companyId, kid: key.kid, text, issuedAt });
    }
    // Whoever waits for them on the page of the license sees them come.
    if (license.company_id !== null) await emit(tx, 'license_changed', { companyId: license.company_id });
  });
}

/** Licenses a run of the job goes through; each in a transaction of its own. */
const RUN = 200;

/** Signs the key files of the next licenses of a product or plan anew, and goes on with the rest in a further job. */
export async function replaceKeyFiles(platform: Platform, of: KeyFilesOf): Promise<void> {
  const licenses = await listLicensesToSign(platform.db, of, RUN);
  for (const id of licenses) await issueKeyFiles(platform, id, true);
  const after = licenses.at(-1);
  if (licenses.length < RUN || after === undefined) return;
  await transact(platform.db, SYSTEM, (tx) => replaceKeyFilesOf(tx, { ...of, after }));
}
