import { readFile } from 'node:fs/promises';
import type { KeyFileAnswer } from '@companyaccount/contract/licensing';
import { type PublishedKey, verifyKeyFile } from '#features/licensing/index.ts';
import { ConfigError } from '#platform/config.ts';
import type { Command } from './command.ts';

const USAGE = 'usage: companyaccount license verify FILE --keys keys.json';

/** How the command ends, so that a script can tell the answers apart; 1 and 2 are left to commands that fail. */
const EXIT_CODES: Record<KeyFileAnswer, number> = { valid: 0, expired: 3, forged: 4, malformed: 5, unknown_issuer: 6 };

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

const isKey = (value: unknown): value is PublishedKey =>
  typeof value === 'object' &&
  value !== null &&
  'kid' in value &&
  typeof value.kid === 'string' &&
  'publicKey' in value &&
  typeof value.publicKey === 'string';

/** Reads what `GET /api/v1/license-keys` answered. */
async function readKeys(file: string): Promise<PublishedKey[]> {
  const text = await readText(file);
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    if (Array.isArray(data) && data.every(isKey)) return data;
  } catch {
    // The same sentence as for any other content.
  }
  throw new ConfigError(`${file} is not the answer of /api/v1/license-keys`);
}

/** Says what a key file is worth, from two files alone: no network, no database, no settings. */
export const license: Command = async ({ args: [verb, file, option, keysFile] }) => {
  if (verb !== 'verify' || file === undefined || option !== '--keys' || keysFile === undefined) {
    throw new ConfigError(USAGE);
  }
  const findings = verifyKeyFile(await readText(file), await readKeys(keysFile), new Date());
  process.stdout.write(`${findings.answer}\n`);
  if (findings.license !== null) process.stdout.write(`${JSON.stringify(findings.license, null, 2)}\n`);
  process.exitCode = EXIT_CODES[findings.answer];
};
