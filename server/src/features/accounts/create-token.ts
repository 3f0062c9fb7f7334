import type { CreateApiToken, NewApiToken } from '@companyaccount/contract/tokens';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import { newId } from '#platform/ids.ts';
import { hashToken, hintOf, makeToken } from './api-token.ts';
import { insertToken } from './api-tokens-store.ts';
import { loadToken, presentToken } from './api-tokens-views.ts';

const DAY = 86_400_000;

/** Makes a token for the actor; a repeat under the same key makes none and shows none. */
export async function createToken(
  tx: Tx,
  actor: SignedIn,
  { body, now, route, key }: { body: CreateApiToken; now: Date; route: string; key: string | null },
): Promise<NewApiToken> {
  const { personId } = actor;
  const companyId = actor.membership?.companyId ?? null;
  const token = makeToken();
  let made = false;
  const id = await once(tx, { personId, companyId, route, key, body }, async () => {
    made = true;
    const tokenId = newId();
    await insertToken(tx, {
      id: tokenId,
      hash: hashToken(token),
      hint: hintOf(token),
      personId,
      companyId,
      name: body.name.trim(),
      scopes: body.scopes,
      createdAt: now,
      expiresAt: new Date(now.getTime() + body.expiresInDays * DAY),
    });
    const { scopes, expiresInDays } = body;
    await audit(tx, 'token.created', { type: 'token', id: tokenId }, { scopes, expiresInDays }, companyId);
    if (companyId !== null) await emit(tx, 'company_changed', { companyId });
    return tokenId;
  });
  if (!made) throw new Refusal('secret_already_shown');
  return { ...presentToken(await loadToken(tx, id), now), token };
}
