import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

/** The signing key cannot be used; the message tells the operator why and what to do. */
export class SigningKeyError extends Error {
  override name = 'SigningKeyError';
}

function parse(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below; the library's own words might quote the file.
  }
  throw new SigningKeyError(`${file} does not hold an Ed25519 private key in PEM. Restore it from your copy.`);
}

async function makeSigningKey(file: string, replace: boolean): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  await writePrivateFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), { replace });
}

/** A key that signs. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  /** SubjectPublicKeyInfo in PEM. */
  publicKey: string;
}

/** A private key with its public half and its name, made from the key itself: no two installations share one. */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const kid = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
  return { kid, privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** What is signed with a key, and the command that puts a new one in its place. */
export interface SigningUse {
  signs: string;
  rotate: string;
}

/** The key in a file, PKCS #8 in PEM. With `mayMake`, a missing file is made (mode 0600). Throws SigningKeyError. */
export async function loadSigningKey(file: string, mayMake: boolean, use: SigningUse): Promise<SigningKey> {
  let pem = await readPrivateFile(file);
  if (pem === null && mayMake) {
    await makeSigningKey(file, false);
    pem = await readPrivateFile(file);
  }
  if (pem === null) {
    throw new SigningKeyError(
      `There is no key to sign ${use.signs} with at ${file}, but this installation has used one. Restore the file, or make a new key: npx companyaccount ${use.rotate}`,
    );
  }
  return signingKeyOf(parse(pem, file));
}

/** Puts a new key in the place of the old one, whose private half is gone for good then. */
export async function replaceSigningKey(file: string): Promise<void> {
  await makeSigningKey(file, true);
}
