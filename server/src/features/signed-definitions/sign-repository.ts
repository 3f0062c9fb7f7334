import type { KeyObject } from 'node:crypto';
import { findPublishedFiles } from '#features/definitions/index.ts';
import { loadSigningKey } from '#platform/crypto/signing-keys.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { takeTurn } from '#platform/db/turns.ts';
import type { Platform } from '#platform/platform.ts';
import {
  definitionsContent,
  LIFETIME_DAYS,
  nameKey,
  onlineKeyOf,
  readMetadata,
  readRoot,
  RELEASES_LISTED,
  REMINDED_DAYS,
  type Role,
  signMetadata,
  snapshotContent,
  timestampContent,
} from './repository.ts';
import { findMetadata, forgetMetadata, insertMetadata, type SignedMetadata, takeReminder } from './repository-store.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A client in the middle of an update still finds what its timestamp named. */
const KEPT_MS = DAY_MS;
/** Of a root that ends soon. */
const REMINDED_EVERY_DAYS = 7;

type Parts = Pick<Platform, 'config' | 'clock' | 'db'>;

const USE = { signs: 'definitions', rotate: 'definitions root rotate' };

/** The key with which this installation signs what is in the repository; made when there is none yet. */
export async function openDefinitionsKey({ config }: Pick<Platform, 'config'>): Promise<KeyObject> {
  return (await loadSigningKey(config.definitionsKeyFile, true, USE)).privateKey;
}

/**
 * A version that only rises, also after a database was restored from a copy: clients take a lower one for a rollback. It is
 * a time in seconds, or one more than the last.
 */
const nextVersion = (last: SignedMetadata | undefined, at: Date): number =>
  Math.max((last?.version ?? 0) + 1, Math.floor(at.getTime() / 1000));

/**
 * Signs what has changed since the last time, and what would run out. Does nothing without a root, or where the root
 * names another key than this process has. Answers whether it could sign.
 */
export async function signRepository(platform: Parts): Promise<boolean> {
  const { db, clock } = platform;
  return transact(db, SYSTEM, async (tx) => {
    const root = await findMetadata(tx, 'root');
    const targets = await findMetadata(tx, 'targets');
    if (root === undefined || targets === undefined) return false;
    const key = await openDefinitionsKey(platform);
    if (onlineKeyOf(readRoot(root.content)) !== nameKey(key).id) return false;
    await takeTurn(tx, 'signed definitions');
    const at = clock();
    await signAll(tx, key, targets.version, at);
    await forgetMetadata(tx, new Date(at.getTime() - KEPT_MS));
    await remind(tx, at);
    return true;
  });
}

async function signAll(tx: Tx, key: KeyObject, targetsVersion: number, at: Date): Promise<void> {
  const keep = async (role: Role, last: SignedMetadata | undefined, contentOf: (version: number) => object) => {
    const version = nextVersion(last, at);
    const content = signMetadata(role, contentOf(version), [key]);
    const expiresAt = new Date(at.getTime() + LIFETIME_DAYS[role] * DAY_MS);
    const made = { version, content, expiresAt, createdAt: at };
    await insertMetadata(tx, role, made);
    return made;
  };
  /** The last one where it says just this, is signed by this key, and holds for half of its time and more. */
  const stillGood = (role: Role, last: SignedMetadata | undefined, contentOf: (version: number) => object) => {
    if (last === undefined) return false;
    if (last.expiresAt.getTime() - at.getTime() < (LIFETIME_DAYS[role] * DAY_MS) / 2) return false;
    const { signed, signatures } = readMetadata(role, last.content).toJSON();
    const wanted = { ...(contentOf(last.version) as Record<string, unknown>), expires: null };
    const same = sortedText({ ...(signed as Record<string, unknown>), expires: null }) === sortedText(wanted);
    return same && JSON.stringify(signatures).includes(nameKey(key).id);
  };
  const refresh = async (role: Role, contentOf: (version: number) => object) => {
    const last = await findMetadata(tx, role);
    return last !== undefined && stillGood(role, last, contentOf)
      ? { made: last, fresh: false }
      : { made: await keep(role, last, contentOf), fresh: true };
  };

  const files = await findPublishedFiles(tx, RELEASES_LISTED);
  const newest = files[0]?.release ?? null;
  const definitions = await refresh('definitions', (version) => definitionsContent(version, files, newest, at));
  const snapshot = await refresh('snapshot', (version) =>
    snapshotContent(version, targetsVersion, definitions.made.version, at),
  );
  const last = await findMetadata(tx, 'timestamp');
  const young = last !== undefined && Math.abs(at.getTime() - last.createdAt.getTime()) < 30 * MINUTE_MS;
  if (!young || snapshot.fresh)
    await keep('timestamp', last, (version) => timestampContent(version, snapshot.made, at));
}

/** JSON with its keys in order, however they were written. */
const sortedText = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

async function remind(tx: Tx, at: Date): Promise<void> {
  const days = (count: number) => new Date(at.getTime() + count * DAY_MS);
  if (await takeReminder(tx, days(REMINDED_DAYS), at, days(-REMINDED_EVERY_DAYS))) {
    await audit(tx, 'definition_root.ends_soon', { type: 'definition_root', id: 'root' });
  }
}
