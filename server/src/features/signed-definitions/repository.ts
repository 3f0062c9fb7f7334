import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { Metadata, MetadataKind, Signature } from '@tufjs/models';

/** The roles of the repository: the first two are signed away from the server, the others by it. */
export const ROLES = ['root', 'targets', 'definitions', 'snapshot', 'timestamp'] as const;
export type Role = (typeof ROLES)[number];

/** How long what is signed holds. */
export const LIFETIME_DAYS: Record<Role, number> = {
  root: 365,
  targets: 365,
  definitions: 30,
  snapshot: 30,
  timestamp: 7,
};
/** So many of the keys of the root must have signed it, and the targets. */
export const ROOT_THRESHOLD = 2;
export const ROOT_KEYS = 3;
/** The admin hears of a root that ends within so many days. */
export const REMINDED_DAYS = 60;
/** So many releases are listed besides the current one. */
export const RELEASES_LISTED = 50;

const DAY_MS = 86_400_000;
/** The version of the specification that this follows. */
const SPEC_VERSION = '1.0.31';

/** A public key as the repository names it. */
export interface NamedKey {
  id: string;
  json: { keytype: 'ed25519'; keyval: { public: string }; scheme: 'ed25519' };
}

/** The name of an Ed25519 key is the SHA-256 of its canonical JSON. */
export function nameKey(key: KeyObject): NamedKey {
  const { x = '' } = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'jwk' });
  // In the order of canonical JSON, where nothing needs to be escaped.
  const json = {
    keytype: 'ed25519',
    keyval: { public: Buffer.from(x, 'base64url').toString('hex') },
    scheme: 'ed25519',
  } as const;
  return { id: createHash('sha256').update(JSON.stringify(json)).digest('hex'), json };
}

const keysJson = (keys: readonly NamedKey[]) => Object.fromEntries(keys.map(({ id, json }) => [id, json]));

function common(role: Role, version: number, at: Date) {
  const expires = new Date(at.getTime() + LIFETIME_DAYS[role] * DAY_MS);
  return {
    _type: role === 'definitions' ? MetadataKind.Targets : role,
    spec_version: SPEC_VERSION,
    version,
    // Without milliseconds, as the specification has it.
    expires: `${expires.toISOString().slice(0, 19)}Z`,
  };
}

/** Whose signatures count: those of the root's keys for itself and the targets, that of the server for the rest. */
export function rootContent(version: number, rootKeys: readonly NamedKey[], online: NamedKey, at: Date) {
  const away = { keyids: rootKeys.map(({ id }) => id), threshold: ROOT_THRESHOLD };
  const here = { keyids: [online.id], threshold: 1 };
  return {
    ...common('root', version, at),
    consistent_snapshot: true,
    keys: keysJson([...rootKeys, online]),
    roles: { root: away, targets: away, snapshot: here, timestamp: here },
  };
}

/** No file by itself: all are in the hands of the role `definitions`, whose key is the server's. */
export const targetsContent = (version: number, online: NamedKey, at: Date) => ({
  ...common('targets', version, at),
  targets: {},
  delegations: {
    keys: keysJson([online]),
    roles: [{ name: 'definitions', keyids: [online.id], threshold: 1, terminating: true, paths: ['*', '*/*'] }],
  },
});

/** A file of a published release. */
export interface TargetFile {
  release: string;
  name: string;
  size: number;
  /** In hex. */
  sha256: string;
}

/** The files of the newest release by their names, and those of it and the ones before below the numbers of theirs. */
export function definitionsContent(version: number, files: readonly TargetFile[], newest: string | null, at: Date) {
  const described = ({ release, size, sha256 }: TargetFile) => ({
    length: size,
    hashes: { sha256 },
    custom: { release },
  });
  return {
    ...common('definitions', version, at),
    targets: Object.fromEntries(
      files.flatMap((file) => [
        ...(file.release === newest ? [[file.name, described(file)]] : []),
        [`${file.release}/${file.name}`, described(file)],
      ]),
    ),
  };
}

export const snapshotContent = (version: number, targets: number, definitions: number, at: Date) => ({
  ...common('snapshot', version, at),
  meta: { 'targets.json': { version: targets }, 'definitions.json': { version: definitions } },
});

/** The digest lets no other snapshot of the same number pass. */
export const timestampContent = (version: number, snapshot: { version: number; content: Buffer }, at: Date) => ({
  ...common('timestamp', version, at),
  meta: {
    'snapshot.json': {
      version: snapshot.version,
      length: snapshot.content.length,
      hashes: { sha256: createHash('sha256').update(snapshot.content).digest('hex') },
    },
  },
});

/** Metadata with its signatures, as read from a file. Throws where it is none of this role. */
export function readMetadata(role: Role, content: Buffer) {
  const json: unknown = JSON.parse(content.toString('utf8'));
  const data = json as Parameters<typeof Metadata.fromJSON>[1];
  switch (role) {
    case 'root':
      return Metadata.fromJSON(MetadataKind.Root, data);
    case 'snapshot':
      return Metadata.fromJSON(MetadataKind.Snapshot, data);
    case 'timestamp':
      return Metadata.fromJSON(MetadataKind.Timestamp, data);
    case 'targets':
    case 'definitions':
      return Metadata.fromJSON(MetadataKind.Targets, data);
  }
}

/** The root with its signatures. Throws where it is none. */
export const readRoot = (content: Buffer) =>
  Metadata.fromJSON(MetadataKind.Root, JSON.parse(content.toString('utf8')) as Parameters<typeof Metadata.fromJSON>[1]);
export type RootMetadata = ReturnType<typeof readRoot>;

/** Metadata as clients fetch it, signed by these keys besides those that have signed it already. */
export function signMetadata(role: Role, content: Buffer | object, keys: readonly KeyObject[]): Buffer {
  const unsigned = Buffer.isBuffer(content)
    ? content
    : Buffer.from(JSON.stringify({ signed: content, signatures: [] }));
  const metadata = readMetadata(role, unsigned);
  for (const key of keys) {
    metadata.sign((data) => new Signature({ keyID: nameKey(key).id, sig: sign(null, data, key).toString('hex') }));
  }
  return Buffer.from(JSON.stringify(metadata.toJSON()));
}

/** The key with which the server signs, as a root has it; null where it names none. */
export const onlineKeyOf = (root: RootMetadata): string | null => root.signed.roles['timestamp']?.keyIDs[0] ?? null;

/** How many more signatures a role needs from the keys that `root` names for it. */
export function missingSignatures(root: RootMetadata, role: 'root' | 'targets', content: Buffer): number {
  const metadata = readMetadata(role, content);
  const named = root.signed.roles[role];
  if (named === undefined) return ROOT_THRESHOLD;
  const good = named.keyIDs.filter((id) => {
    try {
      root.signed.keys[id]?.verifySignature(metadata);
      return root.signed.keys[id] !== undefined;
    } catch {
      return false;
    }
  });
  return Math.max(0, named.threshold - new Set(good).size);
}
