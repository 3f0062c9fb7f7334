// What the tests need of Debian's packages, installed when it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { run } from './ensure.mjs';

/** The browser of the journeys. */
export const ensureChromium = () =>
  ensurePackages({
    what: 'a Chromium at /usr/bin/chromium (or another one: CHROMIUM=/path/to/chromium npm test)',
    isThere: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'),
    packages: ['chromium', 'fonts-dejavu-core'],
  });

/** A PostgreSQL that is not the embedded one, to try DATABASE_URL with. */
export const ensurePostgres = () =>
  ensurePackages({
    what: 'a PostgreSQL below /usr/lib/postgresql',
    isThere: () => {
      const folder = '/usr/lib/postgresql';
      return existsSync(folder) && readdirSync(folder).some((one) => existsSync(`${folder}/${one}/bin/postgres`));
    },
    packages: ['postgresql'],
  });

/** The scanner that customers run, and its tools; a container may hold no service that starts by itself. */
export const ensureScanners = () =>
  ensurePackages({
    what: "ClamAV's clamscan, clamd, freshclam and sigtool, and 7zz, file and yara",
    isThere: () =>
      ['bin/clamscan', 'sbin/clamd', 'bin/freshclam', 'bin/sigtool', 'bin/7zz', 'bin/file', 'bin/yara'].every((one) =>
        existsSync(`/usr/${one}`),
      ),
    packages: ['clamav', 'clamav-daemon', 'clamav-freshclam', '7zip', 'file', 'yara'],
  });

/** Mail servers that send, receive and keep: what most customers and vendors have. Starting them takes root, or sudo. */
export const ensureMailServers = () =>
  ensurePackages({
    what: "Postfix's postfix, and Dovecot's dovecot with IMAP and LMTP",
    isThere: () =>
      ['sbin/postfix', 'sbin/dovecot', 'lib/dovecot/imap', 'lib/dovecot/lmtp'].every((one) =>
        existsSync(`/usr/${one}`),
      ),
    packages: ['postfix', 'dovecot-imapd', 'dovecot-lmtpd'],
  });

/** Makes sure that something is there; where it cannot be installed from here, says what to do and ends the program. */
async function ensurePackages({ what, isThere, packages }) {
  if (isThere()) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const possible =
    spawnSync('apt-get', ['--version']).status === 0 &&
    (asRoot.length === 0 || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (possible) {
    console.log(`Installing ${packages.join(' and ')} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    for (const args of [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    ]) {
      const [command, ...rest] = [...asRoot, ...args];
      await run(command, rest, { env });
    }
  }
  if (isThere()) return;
  console.error(`The tests need ${what}. Install it: apt-get install ${packages.join(' ')}`);
  process.exit(1);
}
