import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file with a secret is not as private as it must be, or closed to us; the message says what to do. */
export class PrivateFileError extends Error {
  override name = 'PrivateFileError';
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code;

/** The text of a file that nobody else may read, or null when there is none. Throws PrivateFileError. */
export async function readPrivateFile(file: string): Promise<string | null> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new PrivateFileError(`Others can read ${file}. Run: chmod 600 ${file}`);
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    if (hasCode(error, 'EACCES')) throw new PrivateFileError(`${file} cannot be read by this user.`);
    throw error;
  }
}

/**
 * Writes a file for the owner alone (mode 0600). The name appears with its whole content or not at all; a file that is
 * there already stays as it is, or with `replace` is exchanged in one step.
 */
export async function writePrivateFile(file: string, text: string, { replace = false } = {}): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await (replace ? rename(draft, file) : link(draft, file));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
