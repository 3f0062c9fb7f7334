import type { AuditAction } from '@companyaccount/contract/audit';
import {
  type CreateProductProfile,
  type PatchProductProfile,
  PROFILES_MAX,
} from '@companyaccount/contract/product-profiles';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { lockProfile } from './product-profiles-access.ts';
import {
  countProfiles,
  dropProfile,
  insertProfile,
  isNameTaken,
  isProduct,
  lockProfiles,
  type ProfileColumns,
  updateProfile,
} from './product-profiles-store.ts';

const text = (value: string | null | undefined) => value?.trim() || null;

/** The columns that a body names, and no others. */
const columnsOf = (body: PatchProductProfile): Partial<ProfileColumns> => ({
  ...(body.name === undefined ? {} : { name: body.name.trim() }),
  ...(body.productId === undefined ? {} : { product_id: body.productId }),
  ...(body.productVersion === undefined ? {} : { product_version: text(body.productVersion) }),
  ...(body.operatingSystem === undefined ? {} : { operating_system: text(body.operatingSystem) }),
  ...(body.notes === undefined ? {} : { notes: text(body.notes) }),
});

async function refuseUnfit(tx: Tx, { name, product_id }: Partial<ProfileColumns>, id: string | null): Promise<void> {
  if (product_id !== undefined && !(await isProduct(tx, product_id))) throw refuseField('/productId', 'not_one_of');
  if (name !== undefined && (await isNameTaken(tx, name, id))) throw refuseField('/name', 'taken');
}

async function tell(tx: Tx, actor: Member, action: AuditAction, id: string): Promise<void> {
  await audit(tx, action, { type: 'product_profile', id });
  await emit(tx, 'company_changed', { companyId: actor.membership.companyId });
}

/** Saves an environment of the actor's company; answers with its id. */
export async function createProfile(tx: Tx, actor: Member, body: CreateProductProfile, at: Date): Promise<string> {
  const { companyId } = actor.membership;
  await lockProfiles(tx, companyId);
  if ((await countProfiles(tx)) >= PROFILES_MAX) throw new Refusal('too_many_profiles');
  const columns = {
    product_version: null,
    operating_system: null,
    notes: null,
    ...columnsOf(body),
    name: body.name.trim(),
    product_id: body.productId,
  };
  await refuseUnfit(tx, columns, null);
  const id = await insertProfile(tx, companyId, columns, at);
  await tell(tx, actor, 'profile.created', id);
  return id;
}

/** Changes a profile at the version that was read. */
export async function editProfile(
  tx: Tx,
  actor: Member,
  id: string,
  version: number,
  body: PatchProductProfile,
): Promise<void> {
  await lockProfiles(tx, actor.membership.companyId);
  const profile = await lockProfile(tx, id);
  if (profile.version !== version) throw new Refusal('version_moved');
  const change = columnsOf(body);
  if (Object.entries(change).every(([column, value]) => profile[column as keyof ProfileColumns] === value)) return;
  await refuseUnfit(tx, change, id);
  await updateProfile(tx, id, change);
  await tell(tx, actor, 'profile.changed', id);
}

/** Deletes a profile; what it filled stays. */
export async function deleteProfile(tx: Tx, actor: Member, id: string): Promise<void> {
  await lockProfile(tx, id);
  await dropProfile(tx, id);
  await tell(tx, actor, 'profile.deleted', id);
}
