import type { CreateScannerCredential, NewScannerCredential } from '@companyaccount/contract/scanners';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import { hashSecret, hintOf, makeSecret } from './credential.ts';
import { insertCredential } from './credentials-store.ts';
import { loadCredential, presentCredential } from './scanners-views.ts';

/** Makes a credential for the actor's company; a repeat under the same key makes none and shows none. */
export async function createCredential(
  tx: Tx,
  { personId, membership: { companyId } }: Member,
  { body, now, key }: { body: CreateScannerCredential; now: Date; key: string | null },
): Promise<NewScannerCredential> {
  const secret = makeSecret();
  let made = false;
  const onceKey = { personId, companyId, route: 'createScannerCredential', key, body };
  const id = await once(tx, onceKey, async (proposed) => {
    made = true;
    await insertCredential(tx, {
      id: proposed,
      companyId,
      hash: hashSecret(secret),
      hint: hintOf(secret),
      name: body.name.trim(),
      createdAt: now,
    });
    await audit(tx, 'scanner_credential.created', { type: 'scanner_credential', id: proposed }, {}, companyId);
    await emit(tx, 'company_changed', { companyId });
    return proposed;
  });
  if (!made) throw new Refusal('secret_already_shown');
  return { ...presentCredential(await loadCredential(tx, id)), secret };
}
