import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { Refusal } from '#platform/errors.ts';
import { fingerprintOf } from './build-release.ts';
import { tellLab } from './edit-detection.ts';
import { loadComposition, lockDefinitions, markPublished, markReleased } from './releases-store.ts';
import { findCurrentVersion, loadReleaseRow } from './releases-views.ts';

/** Signs what was published, for clients that verify it. */
export const SIGN_TASK = 'definitions.sign';
/** The job that tells whoever waits for a release that it is out. */
export const PUBLISHED_TASK = 'release.tell';

/**
 * Publishes a release that has passed its checks: from the end of the transaction on, everybody is served it. Throws
 * `release_outdated` where anything has moved since it was built, for then it is not what was checked.
 */
export async function publishRelease(tx: Tx, id: string, publisherId: string, at: Date): Promise<void> {
  await lockDefinitions(tx);
  const release = await loadReleaseRow(tx, id);
  if (release.state !== 'ready') throw new Refusal('transition_not_allowed');
  const now = fingerprintOf(await loadComposition(tx));
  if (release.fingerprint?.equals(now) !== true || release.version < (await findCurrentVersion(tx))) {
    throw new Refusal('release_outdated');
  }
  await markPublished(tx, id, publisherId, at);
  await markReleased(tx, id, at);
  await enqueue(tx, SIGN_TASK, {});
  await enqueue(tx, PUBLISHED_TASK, {});
  await audit(tx, 'release.published', { type: 'release', id }, { name: release.number });
  await tellHooks(tx, 'release.published', { companyId: null, objectId: id });
  await tellLab(tx);
}
