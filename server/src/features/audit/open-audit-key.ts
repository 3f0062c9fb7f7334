import { loadSigningKey, replaceSigningKey, type SigningKey, SigningKeyError } from '#platform/crypto/signing-keys.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { takeTurn } from '#platform/db/turns.ts';
import type { Platform } from '#platform/platform.ts';
import { listAuditKeys, publishAuditKey } from './audit-store.ts';

type Parts = Pick<Platform, 'config' | 'clock' | 'db'>;

const USE = { signs: 'the audit log', rotate: 'keys rotate-audit' };

/** The key that signs the audit log. A new one is published before anything is signed with it. Throws SigningKeyError. */
export async function openAuditKey({ config, clock }: Omit<Parts, 'db'>, tx: Tx): Promise<SigningKey> {
  const published = await listAuditKeys(tx);
  const key = await loadSigningKey(config.auditKeyFile, published.length === 0, USE);
  let known = published.find(({ kid }) => kid === key.kid);
  if (known === undefined) {
    // Of two processes that start together, the second finds it published by the first.
    await takeTurn(tx, 'audit keys');
    known = (await listAuditKeys(tx)).find(({ kid }) => kid === key.kid);
  }
  if (known === undefined) {
    await publishAuditKey(tx, key, clock());
    await audit(tx, 'audit_key.published', { type: 'audit_key', id: key.kid });
  } else if (known.retired_at !== null) {
    throw new SigningKeyError(
      `The key in ${config.auditKeyFile} is retired. Put the newer one back, or make a new one: npx companyaccount ${USE.rotate}`,
    );
  }
  return key;
}

/** Makes sure, at the start of a process with jobs, that there is a key to sign with. */
export const prepareAuditKey = (parts: Parts): Promise<SigningKey> =>
  transact(parts.db, SYSTEM, (tx) => openAuditKey(parts, tx));

/** Replaces the key that signs the audit log; answers with the name of the new one. What the old one signed stays good. */
export async function rotateAuditKey(parts: Parts): Promise<string> {
  await replaceSigningKey(parts.config.auditKeyFile);
  const { kid } = await prepareAuditKey(parts);
  return kid;
}
