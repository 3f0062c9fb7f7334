import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PasskeyAnswer, PasskeyRequest } from '@companyaccount/contract/second-factors';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { insertChallenge, newSecret, takeChallenge } from './challenges-store.ts';
import { findPasskey, notePasskeyUse } from './passkeys-store.ts';

export const PASSKEY_TIMEOUT_MS = 300_000;

/** The site that passkeys are made for and given to. */
export interface Site {
  origin: string;
  /** The host's name, to which browsers tie a passkey. */
  id: string;
}

/** Browsers make passkeys for names of hosts, never for bare addresses. */
export function siteOf(origin: string): Site {
  const { hostname } = new URL(origin);
  if (hostname.startsWith('[') || /^[\d.]+$/u.test(hostname)) throw new Refusal('passkeys_unavailable');
  return { origin, id: hostname };
}

/** What a browser is asked to have signed; any passkey of this site may answer. */
export async function askPasskey({ db, clock }: Platform, site: Site): Promise<PasskeyRequest> {
  const challenge = newSecret();
  await insertChallenge(db, 'passkey_sign_in', challenge, clock());
  return { challenge, rpId: site.id, timeout: PASSKEY_TIMEOUT_MS, userVerification: 'required' };
}

/** The random text inside what the browser signed. */
export function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString()) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}

/**
 * Whose passkey signed, and a function that notes its use in the transaction of what follows. The challenge is good
 * once, whatever comes of it; the device must have made sure of its owner. Refuses with one word for every reason.
 */
export async function verifyPasskey(
  { db, clock }: Platform,
  site: Site,
  answer: PasskeyAnswer,
): Promise<{ personId: string; noteUse: (tx: Tx) => Promise<void> }> {
  const now = clock();
  const challenge = challengeIn(answer.clientData);
  const known = await takeChallenge(db, 'passkey_sign_in', challenge, now);
  const passkey = await findPasskey(db, Buffer.from(answer.credentialId, 'base64url'));
  if (known === undefined || passkey === undefined) throw new Refusal('passkey_refused');
  const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
    response: {
      id: answer.credentialId,
      rawId: answer.credentialId,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: answer.clientData,
        authenticatorData: answer.authenticatorData,
        signature: answer.signature,
      },
    },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    credential: {
      id: passkey.credential_id.toString('base64url'),
      publicKey: Uint8Array.from(passkey.public_key),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch(() => {
    throw new Refusal('passkey_refused');
  });
  if (!verified) throw new Refusal('passkey_refused');
  return {
    personId: passkey.person_id,
    noteUse: (tx) => notePasskeyUse(tx, passkey.id, { counter: info.newCounter, synced: info.credentialBackedUp, now }),
  };
}
