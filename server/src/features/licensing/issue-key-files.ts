import { SYSTEM, transact } from '#platform/db/scope.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { signKeyFile } from './key-file.ts';
import { insertKeyFile, listUnsignedComponents, lockLicenseToSign } from './key-files-store.ts';
import { openSigningKey } from './open-signing-key.ts';

/** Signs the key files that a license lacks, one per component of its product. Only for processes with jobs. */
export async function issueKeyFiles(platform: Platform, licenseId: string): Promise<void> {
  await transact(platform.db, SYSTEM, async (tx) => {
    const license = await lockLicenseToSign(tx, licenseId);
    if (license === undefined) return;
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
  });
}
