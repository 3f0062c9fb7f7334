import type { signedDefinitionRoutes } from '@companyaccount/contract/signed-definitions';
import { findPublishedFile } from '#features/definitions/index.ts';
import { Refusal } from '#platform/errors.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { ROLES, type Role } from './repository.ts';
import { findMetadata } from './repository-store.ts';

const METADATA = /^(?:(?<version>[1-9]\d{0,14})\.)?(?<role>[a-z]{1,20})\.json$/u;
const TARGET = /^(?<sha256>[0-9a-f]{64})\.(?<name>[a-z0-9.-]{1,90})$/u;
/** A name with a version or a digest in it never means anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const isRole = (text: string | undefined): text is Role => (ROLES as readonly (string | undefined)[]).includes(text);

/** Handlers of the repository for clients of The Update Framework. */
export function signedDefinitionHandlers({ db, blobs }: Platform): Handlers<typeof signedDefinitionRoutes> {
  const sendTarget = async (
    reply: Parameters<Handlers<typeof signedDefinitionRoutes>['getTarget']>[0]['reply'],
    file: string,
  ) => {
    const { sha256, name } = TARGET.exec(file)?.groups ?? {};
    const found = sha256 === undefined || name === undefined ? undefined : await findPublishedFile(db, sha256, name);
    if (found === undefined) throw new Refusal('not_found');
    await reply
      .headers({ 'cache-control': FOR_EVER, 'content-type': 'application/octet-stream', 'content-length': found.size })
      .send(await blobs.read(found.blobId));
  };
  return {
    async getMetadata({ params: { file }, reply }) {
      const { version, role } = METADATA.exec(file)?.groups ?? {};
      // Only the timestamp is fetched under one name for ever; and the newest root, by people.
      if (!isRole(role) || (version === undefined && role !== 'timestamp' && role !== 'root')) {
        throw new Refusal('not_found');
      }
      const found = await findMetadata(db, role, version === undefined ? undefined : Number(version));
      if (found === undefined) throw new Refusal('not_found');
      await reply
        .headers({
          'cache-control': version === undefined ? 'no-cache' : FOR_EVER,
          'content-type': 'application/json',
          'content-length': found.content.length,
        })
        .send(found.content);
    },
    getTarget: ({ params: { file }, reply }) => sendTarget(reply, file),
    getReleaseTarget: ({ params: { file }, reply }) => sendTarget(reply, file),
  };
}
