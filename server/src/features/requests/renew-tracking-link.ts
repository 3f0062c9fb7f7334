import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import type { Desk } from '@companyaccount/contract/requests';
import { worksOn } from './request.ts';
import { lockRequest } from './requests-access.ts';
import { listMergedSubmitters } from './merges-access.ts';
import { countLinkVersion } from './submitters-store.ts';
import { makeTrackingToken } from './tracking-access.ts';
import { loadRequestNumber } from './tracking-views.ts';

/** Voids the links to a request that its submitter has, and mails a new one; for when one fell into other hands. */
export async function renewTrackingLink(
  tx: Tx,
  { keyring, mailer, publicUrl }: Pick<Platform, 'keyring' | 'mailer' | 'publicUrl'>,
  actor: Agent,
  requestId: string,
): Promise<void> {
  const request = await lockRequest(tx, actor, requestId);
  if (!worksOn(actor.agentRoles, request.desk as Desk)) throw new Refusal('forbidden');
  if (request.submitter_id === null) throw new Refusal('conflict');
  const submitter = await countLinkVersion(tx, request.submitter_id);
  // The links to what was merged into it lead here too.
  for (const id of await listMergedSubmitters(tx, requestId)) await countLinkVersion(tx, id);
  await audit(tx, 'tracking_link.renewed', { type: 'request', id: requestId });
  if (submitter.confirmed_at === null || submitter.email === null) return;
  await mailer.send(tx, {
    to: submitter.email,
    template: 'tracking_link',
    language: asInterfaceLanguage(submitter.language),
    values: {
      number: await loadRequestNumber(tx, requestId),
      link: `${publicUrl()}/track#${await makeTrackingToken(tx, keyring, requestId)}`,
    },
    secret: true,
  });
}
