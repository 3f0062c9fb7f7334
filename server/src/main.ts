import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { fileURLToPath } from 'node:url';
import { ConfigError, readConfig } from '#platform/config.ts';
import { createLog } from '#platform/log.ts';
import { COMMANDS } from './commands.ts';

// By itself the engine looks through all objects each time 64 MiB of buffers have come and gone, which for a file on its
// way is many times a second. Counted together with the objects, buffers are cleared away when there is something to gain.
setFlagsFromString('--external-memory-accounted-in-global-limit');

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const webDir = fileURLToPath(new URL('../../web/dist/', import.meta.url));

const [name = 'serve', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  process.stderr.write(`unknown command ${name}; there are: ${Object.keys(COMMANDS).join(', ')}\n`);
  process.exit(2);
}

try {
  const config = readConfig(process.env, webDir);
  await command({ config, log: createLog(config.logLevel), version, args });
} catch (error) {
  // A setting at fault is the operator's to mend: its sentence says how. Anything else needs its trace.
  const known =
    error instanceof ConfigError || (error instanceof Error && error.name !== 'Error' && error.name !== 'TypeError');
  process.stderr.write(
    `${name === 'serve' ? 'CompanyAccount cannot start' : `companyaccount ${name}`}: ${known ? (error as Error).message : String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
}
