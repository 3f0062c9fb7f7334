import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { type Passkey, type PasskeyCreation, PASSKEYS_MAX } from '@companyaccount/contract/second-factors';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { type Added, welcomeSecondFactor } from './add-authenticator.ts';
import { insertChallenge, newSecret, takeChallenge } from './challenges-store.ts';
import { insertPasskey, listPasskeys, presentPasskey } from './passkeys-store.ts';
import { loadPerson } from './people-store.ts';
import { lockPerson } from './second-factors-store.ts';
import { tellSigningIn } from './tell-signing-in.ts';
import { challengeIn, PASSKEY_TIMEOUT_MS, type Site } from './verify-passkey.ts';

/** EdDSA, ES256 and RS256: what every device knows one of. */
const ALGORITHMS = [-8, -7, -257];

/** What the browser makes a passkey by: for this person, on a device that does not have one of theirs yet. */
export async function beginPasskey(
  { db, clock, config }: Platform,
  { personId }: SignedIn,
  site: Site,
): Promise<PasskeyCreation> {
  const { name, email } = await loadPerson(db, personId);
  const known = await listPasskeys(db, personId);
  if (known.length >= PASSKEYS_MAX) throw new Refusal('conflict');
  const challenge = newSecret();
  const options = await generateRegistrationOptions({
    rpName: config.vendorName,
    rpID: site.id,
    userName: email,
    userDisplayName: name,
    userID: Uint8Array.from(Buffer.from(personId.replaceAll('-', ''), 'hex')),
    challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
    timeout: PASSKEY_TIMEOUT_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map((one) => ({
      id: one.credential_id.toString('base64url'),
      transports: one.transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await insertChallenge(db, 'passkey_registration', challenge, clock(), { personId });
  return {
    rp: { id: site.id, name: config.vendorName },
    user: options.user,
    challenge: options.challenge,
    pubKeyCredParams: options.pubKeyCredParams.map(({ alg }) => ({ type: 'public-key', alg })),
    timeout: PASSKEY_TIMEOUT_MS,
    excludeCredentials: (options.excludeCredentials ?? []).map(({ id, transports }) => ({
      id,
      type: 'public-key',
      transports: [...(transports ?? [])],
    })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  };
}

export interface NewPasskey {
  name: string;
  credentialId: string;
  clientData: string;
  attestation: string;
  transports: string[];
}

/** Keeps a passkey that the browser made for this person's challenge. */
export async function addPasskey(
  platform: Platform,
  actor: SignedIn,
  site: Site,
  { name, credentialId, clientData, attestation, transports }: NewPasskey,
): Promise<Added & { passkey: Passkey }> {
  const { db, clock } = platform;
  const { personId } = actor;
  const challenge = challengeIn(clientData);
  const known = await takeChallenge(db, 'passkey_registration', challenge, clock());
  if (known?.person_id !== personId) throw new Refusal('passkey_refused');
  const { registrationInfo: info } = await verifyRegistrationResponse({
    response: {
      id: credentialId,
      rawId: credentialId,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: clientData, attestationObject: attestation },
    },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => {
    throw new Refusal('passkey_refused');
  });
  if (info === undefined) throw new Refusal('passkey_refused');
  return transact(db, { side: 'vendor', personId }, async (tx) => {
    const now = clock();
    await lockPerson(tx, personId);
    if ((await listPasskeys(tx, personId)).length >= PASSKEYS_MAX) throw new Refusal('conflict');
    const welcome = await welcomeSecondFactor(tx, actor, now);
    const passkey = await insertPasskey(tx, {
      person_id: personId,
      name: name.trim(),
      credential_id: Buffer.from(info.credential.id, 'base64url'),
      public_key: Buffer.from(info.credential.publicKey),
      counter: info.credential.counter,
      transports,
      synced: info.credentialBackedUp,
    });
    if (passkey === undefined) throw new Refusal('passkey_refused');
    await audit(tx, 'passkey.added', { type: 'passkey', id: passkey.id });
    await tellSigningIn(tx, platform, personId, 'passkey_added', { passkey: passkey.name });
    return { ...(await welcome()), passkey: presentPasskey(passkey) };
  });
}
