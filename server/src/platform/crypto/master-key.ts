import { randomBytes } from 'node:crypto';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

const KEY_BYTES = 32;

/** The master key cannot be used; the message tells the operator why and what to do. */
export class MasterKeyError extends Error {
  override name = 'MasterKeyError';
}

function decode(line: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(line)) return Buffer.from(line, 'hex');
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(line)) return null;
  return Buffer.from(line, 'base64');
}

/**
 * Reads a key file: one key of 32 bytes per line, in hex or base64. The first line is the key in use; further lines
 * are older keys that still open what they sealed. Throws MasterKeyError.
 */
export function parseMasterKeys(text: string, file: string): Buffer[] {
  const lines = text.split('\n').map((line) => line.trim());
  const keys = lines.filter((line) => line !== '').map(decode);
  if (keys.length === 0) throw new MasterKeyError(`The master key file ${file} is empty. Restore it from your copy.`);
  return keys.map((key, index) => {
    if (key?.length === KEY_BYTES) return key;
    throw new MasterKeyError(`Key ${index + 1} in ${file} is not 32 bytes in hex or base64.`);
  });
}

async function readKeyFile(file: string): Promise<Buffer[] | null> {
  const text = await readPrivateFile(file);
  return text === null ? null : parseMasterKeys(text, file);
}

/**
 * The master keys of this installation, the one in use first. With `mayCreate`, a missing file is made (mode 0600);
 * otherwise throws MasterKeyError, and for a file that others can read PrivateFileError.
 */
export async function loadMasterKeys(file: string, mayCreate: boolean): Promise<Buffer[]> {
  let keys = await readKeyFile(file);
  if (keys === null && mayCreate) {
    await writePrivateFile(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    keys = await readKeyFile(file);
  }
  if (keys === null) {
    throw new MasterKeyError(
      `There is no master key file at ${file}. Restore it, or set MASTER_KEY_FILE to 32 random bytes in base64 (mode 600).`,
    );
  }
  return keys;
}
