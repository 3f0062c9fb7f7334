import type { PatchCompany } from '@companyaccount/contract/companies';
import type { Tx } from '#platform/db/database.ts';
import { audit } from '#platform/db/audit.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { updateCompany } from './companies-store.ts';
import { lockCompany, lockCompanyById } from './members-access.ts';

/** Changes the company's name or who sees its requests; the latter gives every member's stream other rights. */
export async function editCompany(
  tx: Tx,
  actor: Member,
  companyId: string,
  version: number,
  { name, sharing }: PatchCompany,
): Promise<void> {
  await applyChange(tx, await lockCompany(tx, actor, companyId), version, { name, sharing });
}

/** Changes the name of any company, for the vendor. */
export async function renameCompany(tx: Tx, companyId: string, version: number, name?: string): Promise<void> {
  await applyChange(tx, await lockCompanyById(tx, companyId), version, { name });
}

async function applyChange(
  tx: Tx,
  company: { id: string; name: string; sharing: string; version: number },
  version: number,
  { name, sharing }: { [P in keyof PatchCompany]: PatchCompany[P] | undefined },
): Promise<void> {
  const companyId = company.id;
  if (company.version !== version) throw new Refusal('version_moved');
  const change = {
    ...(name === undefined || name.trim() === company.name ? {} : { name: name.trim() }),
    ...(sharing === undefined || sharing === company.sharing ? {} : { sharing }),
  };
  if (Object.keys(change).length === 0) return;
  await updateCompany(tx, companyId, change);
  const shown = change.sharing === undefined ? {} : { from: company.sharing, to: change.sharing };
  await audit(tx, 'company.changed', { type: 'company', id: companyId }, shown, companyId);
  await emit(tx, change.sharing === undefined ? 'company_changed' : 'rights_changed', { companyId });
}
