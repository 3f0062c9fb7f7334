import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import {
  type AskPassphrase,
  createRoot,
  nameKey,
  openDefinitionsKey,
  PASSPHRASE_MIN,
  publishRoot,
  readOnlineKey,
  readRootFolder,
  ROOT_KEYS,
  rotateRoot,
  signRoot,
} from '#features/signed-definitions/index.ts';
import { ConfigError } from '#platform/config.ts';
import { startPlatform } from '#platform/start.ts';
import type { Command, CommandInput } from './command.ts';
import { syncDefinitions } from './sync-definitions.ts';

const USAGE = `usage: companyaccount definitions key
  root create --to DIR [--online-key FILE] [--passphrases FILE]
  root rotate --in DIR --key FILE … [--replace NAME …] [--online-key FILE] [--passphrases FILE]
  root sign --in DIR --key FILE … [--passphrases FILE]
  root publish --from DIR
  sync --url ADDRESS --root FILE --to DIR`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;
const OPTIONS = {
  to: text,
  in: text,
  from: text,
  key: list,
  replace: list,
  'online-key': text,
  passphrases: text,
  url: text,
  root: text,
} as const;

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n${USAGE}`);
  }
}
type Options = ReturnType<typeof readOptions>;

function needed(options: Options, name: 'to' | 'in' | 'from' | 'url' | 'root'): string {
  const value = options[name];
  if (value === undefined || value === '') throw new ConfigError(`--${name} is missing\n${USAGE}`);
  return value;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** What is typed at a terminal is not shown. */
async function readHidden(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new ConfigError('Without a terminal, passphrases come from --passphrases FILE.');
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const answer = await reader.question('');
  reader.close();
  process.stderr.write('\n');
  return answer;
}

/** Passphrases of key files: one a line of a file, the last one for all that follow, or typed. */
async function passphrasesOf(options: Options): Promise<AskPassphrase> {
  const lines =
    options.passphrases === undefined
      ? null
      : (await readText(options.passphrases)).split(/\r?\n/u).filter((line) => line !== '');
  let last = '';
  return async (file, isNew) => {
    last = lines === null ? await readHidden(`Passphrase for ${file}: `) : (lines.shift() ?? last);
    if (isNew && [...last].length < PASSPHRASE_MIN) {
      throw new ConfigError(`The passphrase of a new key needs ${PASSPHRASE_MIN} characters at least.`);
    }
    if (isNew && lines === null && (await readHidden('Once more: ')) !== last) {
      throw new ConfigError('That was not the same passphrase.');
    }
    return last;
  };
}

const describeMissing = (missing: number, folder: string): string =>
  missing === 0
    ? `Everything is signed. Publish it on the server: companyaccount definitions root publish --from ${folder}`
    : `${missing} more ${missing === 1 ? 'signature is' : 'signatures are'} needed: companyaccount definitions root sign --in ${folder} --key FILE`;

async function root({ config, log, version }: CommandInput, verb: string, options: Options): Promise<void> {
  const ask = await passphrasesOf(options);
  const given = options['online-key'];
  const online = given === undefined ? null : readOnlineKey(await readText(given));
  if (verb === 'create') {
    const folder = resolve(needed(options, 'to'));
    if (`${folder}/`.startsWith(`${config.dataDir}/`)) {
      throw new ConfigError('--to: expected a folder outside the data folder, best on a medium that is taken away.');
    }
    await createRoot(folder, online ?? nameKey(await openDefinitionsKey({ config })), ask, new Date());
    say(
      `${ROOT_KEYS} keys, root.json and targets.json are in ${folder}. Keep each key at another place, with its passphrase apart.`,
    );
    say(describeMissing(0, folder));
  } else if (verb === 'rotate' || verb === 'sign') {
    const folder = resolve(needed(options, 'in'));
    const keys = options.key ?? [];
    const missing =
      verb === 'sign'
        ? await signRoot(folder, keys, ask)
        : await rotateRoot({ folder, keys, replace: options.replace ?? [], online }, ask, new Date());
    say(describeMissing(missing, folder));
  } else if (verb === 'publish') {
    const files = await readRootFolder(resolve(needed(options, 'from')));
    const started = await startPlatform(config, log, { version, say, localUrl: () => 'http://localhost' });
    try {
      const published = await publishRoot(started.platform, files);
      say(`Root ${published.version} is published, SHA-256 ${published.sha256}.`);
      if (published.version === 1)
        say('Give this root.json to customers by a way they trust, or tell them its SHA-256.');
    } finally {
      await started.stop();
    }
  } else throw new ConfigError(USAGE);
}

/** Keeps the root of the signed definitions, and fetches definitions as a client that verifies them. */
export const definitions: Command = async (input) => {
  const [part, ...rest] = input.args;
  if (part === 'key') {
    const key = createPublicKey(await openDefinitionsKey(input));
    process.stdout.write(key.export({ type: 'spki', format: 'pem' }));
  } else if (part === 'root') {
    const [verb = '', ...more] = rest;
    await root(input, verb, readOptions(more));
  } else if (part === 'sync') {
    const options = readOptions(rest);
    const { release, changed, folder } = await syncDefinitions({
      url: needed(options, 'url'),
      rootFile: needed(options, 'root'),
      folder: resolve(needed(options, 'to')),
    });
    say(`${changed ? 'Fetched' : 'Unchanged:'} release ${release}, verified, in ${folder}`);
  } else throw new ConfigError(USAGE);
};
