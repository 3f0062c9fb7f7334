// The browser of the journeys: Debian's Chromium, installed when it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './ensure.mjs';

const packages = ['chromium', 'fonts-dejavu-core'];

/** Makes sure that there is a Chromium; where it cannot be installed from here, says what to do and ends the program. */
export async function ensureChromium() {
  const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (existsSync(path)) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const possible =
    process.env.CHROMIUM === undefined &&
    spawnSync('apt-get', ['--version']).status === 0 &&
    (asRoot.length === 0 || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (possible) {
    console.log(`Installing ${packages.join(' and ')} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    ]) {
      const [command, ...rest] = [...asRoot, ...args];
      await run(command, rest, { env });
    }
  }
  if (existsSync(path)) return;
  console.error(
    `The tests need a Chromium at ${path}. Install it (apt-get install ${packages.join(' ')}) ` +
      'or name another one: CHROMIUM=/path/to/chromium npm test',
  );
  process.exit(1);
}
