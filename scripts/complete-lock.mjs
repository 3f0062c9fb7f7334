// Completes package-lock.json after a change of packages; with --check only says whether it is complete. A package that
// comes as one file per platform lists them all as optional, but npm writes down only those that the registry at hand
// holds, and `npm ci` then refuses the file: here or wherever another registry holds more.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ensure.mjs';

const path = join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasm32'];
const processors = { arm64: 'arm64', armeabi: 'arm', armgnueabihf: 'arm', armmusleabihf: 'arm', ia32: 'ia32' };
const otherProcessors = ['arm', 'x64', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32'];

const missing = Object.entries(lock.packages).flatMap(([holder, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isResolved(holder, name))
    .map(([name, version]) => ({ name, version, dev: entry.dev === true })),
);
if (process.argv.includes('--check')) {
  for (const { name } of missing)
    console.log(`package-lock.json: ${name} is not listed; run node scripts/complete-lock.mjs`);
  process.exitCode = missing.length === 0 ? 0 : 1;
} else {
  for (const { name, version, dev } of missing) {
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(dev ? { dev: true } : {}),
      optional: true,
    };
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`${missing.length} packages of other platforms were added to package-lock.json.`);
}

/** Looks a package up as Node does: below the one that wants it, then outwards. */
function isResolved(holder, name) {
  for (let folder = holder; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (`${folder}/node_modules/${name}`.replace(/^\//, '') in lock.packages) return true;
    if (folder === '') return false;
  }
}

/** Reads the platform from a name such as @oxfmt/binding-linux-arm64-musl. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const system = words.find((word) => systems.includes(word));
  const rest = words.slice(words.indexOf(system) + 1);
  const cpu =
    processors[rest.slice(0, 2).join('')] ?? processors[rest[0]] ?? otherProcessors.find((word) => rest[0] === word);
  if (system === undefined || cpu === undefined)
    throw new Error(`The platform of ${name} cannot be read from its name.`);
  const libc = rest.includes('musl') ? ['musl'] : system === 'linux' && rest.includes('gnu') ? ['glibc'] : undefined;
  return { cpu: [cpu], ...(libc === undefined ? {} : { libc }), os: [system] };
}
