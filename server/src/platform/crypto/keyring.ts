import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { loadMasterKeys } from './master-key.ts';

/** What is sealed, each kind under a key of its own: keys of blobs, activation codes, mail texts, secrets of
 * authenticator apps, secrets that sign webhooks. */
export type SealPurpose = 'blob' | 'code' | 'mail' | 'totp' | 'webhook';
/** What is hashed under a key: activation codes for look-up, tokens and secrets that must be reproducible, and lists of
 * what is in a backup. */
export type HashPurpose = 'code-hash' | 'token' | 'backup';

/** A sealed value that is not ours, was changed, or belongs elsewhere. */
export class SealError extends Error {
  override name = 'SealError';
}

/** The only door to the secrets that the master key yields. */
export interface Keyring {
  /** 8 hex digits naming the key in use; every sealed value carries the id of its key. */
  readonly keyId: string;
  /** Says which master key this is without telling it; compared with the database at start. */
  readonly fingerprint: string;
  /** Encrypts; `context` (a table and row, for example) must be given again to open, so values cannot be swapped. */
  seal(purpose: SealPurpose, plaintext: Uint8Array, context: string): Buffer;
  /** Decrypts what `seal` made for the same purpose and context, also under an older key. Throws SealError. */
  open(purpose: SealPurpose, sealed: Uint8Array, context: string): Buffer;
  /** The id of the key that sealed this value: what differs from `keyId` is due to be sealed anew. */
  keyIdOf(sealed: Uint8Array): string;
  /** 32 bytes that nobody without the key can compute (HMAC-SHA-256). */
  keyedHash(purpose: HashPurpose, text: string): Buffer;
}

// Sealed value: format 1 | key id 4 | nonce 12 | ciphertext | tag 16.
const FORMAT = 1;
const ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES;
const OVERHEAD_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;

const derive = (master: Buffer, purpose: string, bytes = 32) =>
  Buffer.from(hkdfSync('sha256', master, '', `companyaccount/v1/${purpose}`, bytes));

interface SubKeys {
  id: string;
  of(purpose: SealPurpose | HashPurpose): Buffer;
}

function subKeys(master: Buffer): SubKeys {
  const known = new Map<string, Buffer>();
  return {
    id: derive(master, 'key-id', ID_BYTES).toString('hex'),
    of(purpose) {
      const key = known.get(purpose) ?? derive(master, purpose);
      known.set(purpose, key);
      return key;
    },
  };
}

/** Builds the keyring from master keys of 32 bytes; the first is in use, the others only open. */
export function createKeyring(masters: readonly Buffer[]): Keyring {
  const [master] = masters;
  if (master === undefined) throw new TypeError('a keyring needs a master key');
  const current = subKeys(master);
  const byId = new Map(masters.map(subKeys).map((keys) => [keys.id, keys]));
  const aad = (header: Uint8Array, purpose: string, context: string) =>
    Buffer.concat([header, Buffer.from(`${purpose}\n${context}`)]);
  const keyIdOf = (sealed: Uint8Array) => {
    if (sealed[0] !== FORMAT || sealed.length < OVERHEAD_BYTES) throw new SealError('not a sealed value');
    return Buffer.from(sealed.subarray(1, HEADER_BYTES)).toString('hex');
  };

  return {
    keyId: current.id,
    fingerprint: derive(master, 'fingerprint', 16).toString('hex'),
    keyIdOf,
    seal(purpose, plaintext, context) {
      const header = Buffer.concat([Buffer.from([FORMAT]), Buffer.from(current.id, 'hex')]);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.of(purpose), nonce).setAAD(aad(header, purpose, context));
      return Buffer.concat([header, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },
    open(purpose, sealed, context) {
      const keys = byId.get(keyIdOf(sealed));
      if (keys === undefined) throw new SealError(`sealed under the unknown key ${keyIdOf(sealed)}`);
      const header = sealed.subarray(0, HEADER_BYTES);
      const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
      const end = sealed.length - TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', keys.of(purpose), nonce, { authTagLength: TAG_BYTES })
        .setAAD(aad(header, purpose, context))
        .setAuthTag(sealed.subarray(end));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES + NONCE_BYTES, end)), decipher.final()]);
      } catch (cause) {
        throw new SealError('sealed value was changed or belongs elsewhere', { cause });
      }
    },
    keyedHash: (purpose, text) => createHmac('sha256', current.of(purpose)).update(text).digest(),
  };
}

/** Opens the installation's keyring; see `loadMasterKeys` for what is refused. */
export async function loadKeyring(options: { file: string; mayCreate: boolean }): Promise<Keyring> {
  return createKeyring(await loadMasterKeys(options.file, options.mayCreate));
}
