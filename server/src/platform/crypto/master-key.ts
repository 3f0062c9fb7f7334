import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const KEY_BYTES = 32;

/** The master key cannot be used; the message tells the operator why and what to do. */
export class MasterKeyError extends Error {
  override name = 'MasterKeyError';
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;

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
  let text: string;
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new MasterKeyError(`Others can read the master key file ${file}. Run: chmod 600 ${file}`);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    if (hasCode(error, 'EACCES')) throw new MasterKeyError(`The master key file ${file} cannot be read by this user.`);
    throw error;
  }
  return parseMasterKeys(text, file);
}

// The name appears with its whole content or not at all, and never over a key that is there already.
async function writeNewKeyFile(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The master keys of this installation, the one in use first. With `mayCreate`, a missing file is made (mode 0600);
 * otherwise, and for a file others can read, throws MasterKeyError.
 */
export async function loadMasterKeys(file: string, mayCreate: boolean): Promise<Buffer[]> {
  let keys = await readKeyFile(file);
  if (keys === null && mayCreate) {
    await writeNewKeyFile(file);
    keys = await readKeyFile(file);
  }
  if (keys === null) {
    throw new MasterKeyError(
      `There is no master key file at ${file}. Restore it, or set MASTER_KEY_FILE to 32 random bytes in base64 (mode 600).`,
    );
  }
  return keys;
}
