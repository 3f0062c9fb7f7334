import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from 'node:crypto';

/** What guessing one passphrase costs: 128 MiB of memory and about half a second. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 ** 2 };
const HEADER = '-----BEGIN COMPANYACCOUNT ROOT KEY-----';
const FOOTER = '-----END COMPANYACCOUNT ROOT KEY-----';
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const PASSPHRASE_MIN = 12;

/** A new key for signing a root. */
export const makeRootKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

const keyOf = (passphrase: string, salt: Buffer): Buffer => scryptSync(passphrase.normalize('NFKC'), salt, 32, COST);

/** A private key as the text of a file that only the passphrase opens (scrypt and AES-256-GCM). */
export function sealRootKey(key: KeyObject, passphrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce).setAAD(Buffer.from(HEADER));
  const secret = key.export({ type: 'pkcs8', format: 'der' });
  const sealed = Buffer.concat([salt, nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return `${HEADER}\n${sealed.toString('base64').replaceAll(/.{64}/gu, '$&\n').trimEnd()}\n${FOOTER}\n`;
}

/** The key in such a file; null where it is none, was changed, or the passphrase is another. */
export function openRootKey(text: string, passphrase: string): KeyObject | null {
  const [, body = ''] = new RegExp(`^${HEADER}\\s([A-Za-z0-9+/=\\s]+)${FOOTER}\\s*$`, 'u').exec(text) ?? [];
  const sealed = Buffer.from(body, 'base64');
  if (sealed.length <= SALT_BYTES + NONCE_BYTES + TAG_BYTES) return null;
  const salt = sealed.subarray(0, SALT_BYTES);
  const nonce = sealed.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES);
  const end = sealed.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(HEADER))
      .setAuthTag(sealed.subarray(end));
    const der = Buffer.concat([decipher.update(sealed.subarray(SALT_BYTES + NONCE_BYTES, end)), decipher.final()]);
    return createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  } catch {
    return null;
  }
}
