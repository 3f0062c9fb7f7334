import { randomUUID } from 'node:crypto';
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BaseFetcher, type TargetFile, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';

/** The definitions could not be fetched, or did not stand up to being verified; the folder is as it was. */
export class SyncRefused extends Error {
  override name = 'SyncRefused';
}

const SILENCE_MS = 60_000;
/** Folders of older releases, and of attempts that were cut off, stay so long, for whoever reads in them. */
const KEPT_MS = 3_600_000;
const MIB = 1024 ** 2;
/** Before a name of a target becomes a file. */
const FILE_NAME = /^[a-z0-9][a-z0-9.-]{0,100}$/u;

interface Wanted {
  /** Of the installation, with a name and password before it where a proxy asks for them. */
  url: string;
  /** The root that is trusted. */
  rootFile: string;
  /** Gets `current`, a link to the files of the newest release, and what is needed to notice a rollback. */
  folder: string;
}

/** Fetches as one scanner, so that the installation can tell which release it has. */
class ScannerFetcher extends BaseFetcher {
  readonly #headers: Record<string, string>;

  constructor(scannerId: string, credential: string | null) {
    super();
    this.#headers = {
      'user-agent': `companyaccount-sync (UUID: ${scannerId})`,
      ...(credential === null ? {} : { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }),
    };
  }

  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const answer = await fetch(url, {
      headers: this.#headers,
      redirect: 'error',
      signal: AbortSignal.timeout(SILENCE_MS * 10),
    });
    if (!answer.ok || answer.body === null)
      throw new DownloadHTTPError(`${url} answers ${answer.status}`, answer.status);
    return answer.body as ReadableStream<Uint8Array<ArrayBuffer>>;
  }
}

/** The same scanner every time, like the id that freshclam keeps. */
async function scannerIdOf(folder: string): Promise<string> {
  const file = join(folder, 'scanner-id');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f-]{36}$/u.test(known)) return known;
  const made = randomUUID();
  await writeFile(file, `${made}\n`);
  return made;
}

/** Everything that the verified list names for the current release. */
async function currentTargets(updater: Updater, metadata: string): Promise<TargetFile[]> {
  // Asking for any name makes the updater fetch and verify the list; what it keeps is what it has verified.
  await updater.getTargetInfo('any');
  const { signed } = JSON.parse(await readFile(join(metadata, 'definitions.json'), 'utf8')) as {
    signed: { targets: Record<string, unknown> };
  };
  const names = Object.keys(signed.targets).filter((name) => !name.includes('/'));
  const found = await Promise.all(names.map((name) => updater.getTargetInfo(name)));
  return found.filter((one) => one !== undefined);
}

/**
 * Brings a folder to the newest release, after verifying every file of it by The Update Framework. `current` in the folder
 * changes in one step, so whoever reads there finds files of one release, or of the one before. Throws SyncRefused.
 */
export async function syncDefinitions({ url, rootFile, folder }: Wanted) {
  if (!URL.canParse(url)) throw new SyncRefused(`${url} is no address.`);
  const address = new URL(url);
  const { username, password } = address;
  if (
    username !== '' &&
    address.protocol !== 'https:' &&
    !['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname)
  ) {
    throw new SyncRefused('A name and password go over https: only.');
  }
  address.username = '';
  address.password = '';
  const credential = username === '' ? null : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const metadata = join(folder, 'metadata');
  await mkdir(metadata, { recursive: true });
  try {
    // Trust begins with what is given, every time; newer roots are gone through from there.
    await writeFile(join(metadata, 'root.json'), await readFile(rootFile));
    const base = `${address.href.replace(/\/+$/u, '')}/definitions/tuf`;
    const updater = new Updater({
      metadataDir: metadata,
      metadataBaseUrl: `${base}/metadata`,
      targetBaseUrl: `${base}/targets`,
      targetDir: folder,
      fetcher: new ScannerFetcher(await scannerIdOf(metadata), credential),
      config: { targetsMaxLength: 16 * MIB },
    });
    await updater.refresh();
    const targets = await currentTargets(updater, metadata);
    const [first] = targets;
    if (first === undefined) throw new SyncRefused('Nothing was released yet.');
    const release = String(first.custom['release']);
    const changed = await takeRelease(updater, targets, folder);
    return { release, changed, folder: join(folder, 'current') };
  } catch (error) {
    if (error instanceof SyncRefused) throw error;
    const { message, cause } = error as Error & { cause?: { message?: string } };
    throw new SyncRefused(`${message}${cause?.message === undefined ? '' : ` (${cause.message})`}`);
  }
}

/** Fetches the files into a folder of their own and points `current` there; false where it has just these already. */
async function takeRelease(updater: Updater, targets: readonly TargetFile[], folder: string): Promise<boolean> {
  const current = join(folder, 'current');
  const releases = join(folder, 'releases');
  await mkdir(releases, { recursive: true });
  const kept = await Promise.all(targets.map((target) => updater.findCachedTarget(target, join(current, target.path))));
  if (kept.every((path) => path !== undefined)) return false;
  const next = await mkdtemp(join(releases, 'release-'));
  await chmod(next, 0o755);
  for (const [at, target] of targets.entries()) {
    if (!FILE_NAME.test(target.path)) throw new SyncRefused(`The release has a file of an odd name: ${target.path}`);
    const path = join(next, target.path);
    const same = kept[at];
    // A big file that stays the same is not fetched, and keeps its time, so that scanners do not load it again.
    if (same !== undefined) await link(same, path);
    else {
      await updater.downloadTarget(target, path);
      await chmod(path, 0o644);
    }
  }
  const before = await readlink(current).catch(() => '');
  const pointer = join(folder, `current-${randomUUID()}`);
  await symlink(join('releases', basename(next)), pointer);
  await rename(pointer, current);
  await removeOld(releases, [basename(next), basename(before)]);
  return true;
}

async function removeOld(releases: string, keep: readonly string[]): Promise<void> {
  for (const name of await readdir(releases)) {
    const place = join(releases, name);
    if (keep.includes(name) || Date.now() - (await stat(place)).ctimeMs < KEPT_MS) continue;
    await rm(place, { recursive: true, force: true });
  }
}
