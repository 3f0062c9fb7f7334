import type { SystemWarning } from '@companyaccount/contract/admin';
import type { Db } from '#platform/db/database.ts';
import { REMINDED_DAYS } from './repository.ts';
import { findMetadata } from './repository-store.ts';

const DAY_MS = 86_400_000;
/** A timestamp holds for a week and is renewed each hour; one that is this old is not renewed any more. */
const SIGNED_WITHIN_MS = DAY_MS;

/** When the root ends and what the admin should do; null where there is no root yet. */
export async function loadRepositoryState(db: Db, at: Date) {
  const root = await findMetadata(db, 'root');
  if (root === undefined) return null;
  const timestamp = await findMetadata(db, 'timestamp');
  const age = at.getTime() - (timestamp?.createdAt.getTime() ?? 0);
  const warnings: SystemWarning[] = [
    ...(root.expiresAt.getTime() - at.getTime() < REMINDED_DAYS * DAY_MS
      ? (['definition_root_ends_soon'] as const)
      : []),
    ...(age > SIGNED_WITHIN_MS ? (['definitions_not_signed'] as const) : []),
  ];
  return { rootExpiresAt: root.expiresAt, warnings };
}
