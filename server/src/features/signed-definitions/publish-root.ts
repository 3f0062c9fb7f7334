import { createHash } from 'node:crypto';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { takeTurn } from '#platform/db/turns.ts';
import type { Platform } from '#platform/platform.ts';
import { missingSignatures, nameKey, onlineKeyOf, readMetadata, readRoot } from './repository.ts';
import { findMetadata, insertMetadata } from './repository-store.ts';
import { openDefinitionsKey, signRepository } from './sign-repository.ts';

/** Why a root is not taken, in a sentence for whoever gave the command. */
export class RootRefused extends Error {
  override name = 'RootRefused';
}

/**
 * Takes a root and its targets into the repository after holding them against the root before, as clients will do, and
 * signs the rest. Answers with the version and the digest of the root. Throws RootRefused, and then nothing has changed.
 */
export async function publishRoot(
  platform: Pick<Platform, 'config' | 'clock' | 'db'>,
  files: { root: Buffer; targets: Buffer },
): Promise<{ version: number; sha256: string }> {
  const { db, clock } = platform;
  const key = await openDefinitionsKey(platform);
  const sha256 = createHash('sha256').update(files.root).digest('hex');
  const version = await transact(db, SYSTEM, async (tx) => {
    await takeTurn(tx, 'signed definitions');
    const at = clock();
    const root = readRoot(files.root);
    const targets = readMetadata('targets', files.targets);
    const refuse = (says: string): never => {
      throw new RootRefused(says);
    };
    if (missingSignatures(root, 'root', files.root) > 0) refuse('root.json is not signed by enough of its own keys.');
    if (missingSignatures(root, 'targets', files.targets) > 0) refuse('targets.json is not signed by enough keys.');
    for (const { signed } of [root, targets]) {
      if (signed.isExpired(at)) refuse('What was signed has run out: rotate it first.');
    }
    if (onlineKeyOf(root) !== nameKey(key).id) {
      refuse('root.json names another key for this installation: rotate it with the one of `definitions key`.');
    }
    const last = await findMetadata(tx, 'root');
    const lastTargets = await findMetadata(tx, 'targets');
    if (last !== undefined) {
      if (root.signed.version !== last.version + 1) refuse(`The next root must have the version ${last.version + 1}.`);
      if (missingSignatures(readRoot(last.content), 'root', files.root) > 0) {
        refuse(`root.json is not signed by enough keys of the root before it (version ${last.version}).`);
      }
    } else if (root.signed.version !== 1) refuse('The first root must have the version 1.');
    if (targets.signed.version <= (lastTargets?.version ?? 0)) refuse('The version of targets.json must rise.');
    const rows = [
      ['root', root, files.root],
      ['targets', targets, files.targets],
    ] as const;
    for (const [role, { signed }, content] of rows) {
      const expiresAt = new Date(signed.expires);
      await insertMetadata(tx, role, { version: signed.version, content, expiresAt, createdAt: at });
    }
    await audit(
      tx,
      'definition_root.published',
      { type: 'definition_root', id: 'root' },
      { name: sha256.slice(0, 16) },
    );
    return root.signed.version;
  });
  await signRepository(platform);
  return { version, sha256 };
}
