import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { loadSigningKey, replaceSigningKey, type SigningKey, SigningKeyError } from '#platform/crypto/signing-keys.ts';
import type { Platform } from '#platform/platform.ts';
import { listLicenseKeys, publishLicenseKey } from './license-keys-store.ts';

const USE = { signs: 'key files', rotate: 'keys rotate-license' };

type Parts = Pick<Platform, 'config' | 'clock'>;

/**
 * The key to sign with. One that the database does not know is published with the transaction, so nothing it signs can
 * be seen before its public half, and a rotation that was cut off between file and database is completed.
 */
export async function openSigningKey({ config, clock }: Parts, tx: Tx): Promise<SigningKey> {
  const published = await listLicenseKeys(tx);
  const key = await loadSigningKey(config.signingKeysFile, published.length === 0, USE);
  let known = published.find(({ kid }) => kid === key.kid);
  if (known === undefined) {
    // Of two processes that start together, the second finds it published by the first.
    await takeTurn(tx, 'license keys');
    known = (await listLicenseKeys(tx)).find(({ kid }) => kid === key.kid);
  }
  if (known === undefined) {
    await publishLicenseKey(tx, key, clock());
    await audit(tx, 'license_key.published', { type: 'license_key', id: key.kid });
  } else if (known.retired_at !== null) {
    throw new SigningKeyError(
      `The key in ${config.signingKeysFile} is retired. Put the newer one back, or make a new one: npx companyaccount keys rotate-license`,
    );
  }
  return key;
}

/** Makes sure, at the start of a process with jobs, that there is a key to sign with. */
export async function prepareSigningKey(platform: Platform): Promise<void> {
  await transact(platform.db, SYSTEM, (tx) => openSigningKey(platform, tx));
}

/** Replaces the key that signs key files; answers with the name of the new one. The old one stays published. */
export async function rotateLicenseKey(platform: Platform): Promise<string> {
  await replaceSigningKey(platform.config.signingKeysFile);
  const { kid } = await transact(platform.db, SYSTEM, (tx) => openSigningKey(platform, tx));
  return kid;
}
