// What every command needs before it can run: packages, the built web, the pinned Node. Plain JavaScript without
// dependencies, because it has to run under an older Node before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const installStamp = join(modules, '.installed');
const webStamp = join(root, 'web', 'dist', '.sources');
const webSources = ['web', 'contract/src', 'contract/package.json', 'tsconfig.base.json', 'package-lock.json'];

/** The pinned Node, which runs TypeScript directly. */
export function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(modules, '.bin', name);
  return existsSync(path) ? path : process.execPath;
}

/** Runs a command to its end and answers its exit code; a signal counts as 128. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}

/** Installs the packages when they are missing, half installed, or not those of the lock file. */
export async function ensureInstalled() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const wanted = digest(lock);
  if (readOr(installStamp, '') === wanted) return;
  if (!holdsAll(lock)) await timed('Installing the packages', install);
  writeFileSync(installStamp, wanted);
}

/** Builds the web when its sources have changed since it was built. */
export async function ensureWebBuilt() {
  const wanted = sourcesDigest();
  if (readOr(webStamp, '') === wanted) return;
  await timed('Building the web', () =>
    run(pinnedNode(), [join(modules, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'web'),
    }),
  );
  // The build empties its folder first, so one that was cut off leaves no stamp.
  writeFileSync(webStamp, wanted);
}

/** Does a step, says how long it took, and ends the program with its exit code when it fails. */
async function timed(what, step) {
  console.log(`${what} …`);
  const before = Date.now();
  const code = await step();
  if (code !== 0) {
    console.error(`${what} failed (exit code ${code}).`);
    process.exit(code);
  }
  console.log(`${what} took ${((Date.now() - before) / 1000).toFixed(1)} s.`);
}

function install() {
  // Installing replaces the pinned Node, so npm must not run on it; and it needs the development packages (the web is
  // built with them) even where NODE_ENV says production.
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !/node_modules|node-gyp-bin/.test(entry));
  return run('npm', ['ci', '--loglevel=error', '--include=dev', '--include=optional'], {
    env: { ...process.env, PATH: path.join(delimiter) },
    shell: process.platform === 'win32',
  });
}

/** Whether npm finished an installation of exactly these packages; it writes its own list last. */
function holdsAll(lockText) {
  const list = readOr(join(modules, '.package-lock.json'), '');
  if (list === '') return false;
  const present = JSON.parse(list).packages;
  return Object.entries(JSON.parse(lockText).packages).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true && !isForHere(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Whether npm would have installed an optional package of this platform; those of none come along with others. */
function isForHere(entry) {
  if (entry.os === undefined && entry.cpu === undefined) return false;
  const fits = (list, value) => list === undefined || list.includes(value);
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && !entry.libc?.includes('musl');
}

function sourcesDigest() {
  const hash = createHash('sha256');
  for (const source of webSources) {
    for (const path of filesUnder(join(root, source))) {
      hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
    }
  }
  return hash.digest('hex');
}

/** All files at or below a path, in a stable order, without what is installed or built. */
function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

function readOr(path, fallback) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
}
