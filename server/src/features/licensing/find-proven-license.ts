import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import type { ErrorCode } from '@companyaccount/contract/errors';
import type { ProofError } from '@companyaccount/contract/licensing';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { type KeyFileFindings, verifyKeyFile } from './key-file.ts';
import { listLicenseKeys } from './license-keys-store.ts';
import type { LicenseState } from './license.ts';
import { findLicenseByCode, findLicenseById, type FoundLicense } from './licenses-store.ts';

/** What somebody shows to prove that they hold a license. */
export type LicenseProof = { activationCode: string } | { keyFile: string };

const pointerOf = (proof: LicenseProof) => ('keyFile' in proof ? '/keyFile' : '/activationCode');

/** Refuses a proof with a reason of its own, naming its field. */
export const refuseProof = (proof: LicenseProof, code: ErrorCode): Refusal =>
  new Refusal(code, { fields: [{ pointer: pointerOf(proof), code: 'invalid' }] });

/**
 * Reads which of the two proofs was given; both or none are refused. A typing error in a code is named here, before
 * anything is looked up.
 */
export function readProof({ activationCode, keyFile }: { activationCode?: string; keyFile?: string }): LicenseProof {
  if ((activationCode === undefined) === (keyFile === undefined)) {
    const code = keyFile === undefined ? 'required' : 'invalid';
    throw new Refusal('validation_failed', {
      fields: ['/activationCode', '/keyFile'].map((pointer) => ({ pointer, code })),
    });
  }
  if (keyFile !== undefined) return { keyFile };
  return { activationCode: readCode(activationCode ?? '') };
}

/** Normalises an activation code, and refuses one that is mistyped. */
export function readCode(typed: string): string {
  const activationCode = normalizeActivationCode(typed);
  if (!isWellFormedActivationCode(activationCode)) throw refuseProof({ activationCode }, 'activation_code_mistyped');
  return activationCode;
}

const REFUSED_FILE: Record<Exclude<KeyFileFindings['answer'], 'valid' | 'expired'>, ProofError> = {
  malformed: 'key_file_malformed',
  forged: 'key_file_forged',
  unknown_issuer: 'key_file_unknown_issuer',
};

/**
 * The license that a proof shows, whatever its state. A key file counts by its signature alone: when the license was
 * renewed, its older files still say which license it is. Throws when there is none, each way with its own code.
 */
export async function findProvenLicense(
  tx: Tx,
  { keyring, clock }: Pick<Platform, 'keyring' | 'clock'>,
  proof: LicenseProof,
): Promise<FoundLicense> {
  const now = clock();
  if ('activationCode' in proof) {
    const license = await findLicenseByCode(tx, keyring, proof.activationCode, now);
    if (license === undefined) throw refuseProof(proof, 'activation_code_unknown');
    return license;
  }
  const keys = (await listLicenseKeys(tx)).map((row) => ({ kid: row.kid, publicKey: row.public_key }));
  const findings = verifyKeyFile(proof.keyFile, keys, now);
  if (findings.license === null) throw refuseProof(proof, REFUSED_FILE[findings.answer]);
  const license = await findLicenseById(tx, findings.license.licenseId, now);
  if (license === undefined) throw refuseProof(proof, 'license_unknown');
  return license;
}

const UNUSABLE: Record<LicenseState, ProofError | null> = {
  active: null,
  expired: 'license_expired',
  suspended: 'license_suspended',
  revoked: 'license_revoked',
};

/** Refuses a license that opens nothing now; without a proof no field is named. */
export function assertUsable(state: LicenseState, proof: LicenseProof | null = null): void {
  const code = UNUSABLE[state];
  if (code !== null) throw proof === null ? new Refusal(code) : refuseProof(proof, code);
}
