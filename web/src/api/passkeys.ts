import { ApiError, type PasskeyAnswer, type PasskeyCreation } from '@companyaccount/contract';
import { api } from './client.ts';
import { Cancelled } from './cancelled.ts';

/** Whether this browser has passkeys for this page: only over HTTPS or on localhost, and never for a bare address. */
export const passkeysWork = (): boolean =>
  'PublicKeyCredential' in window &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  !/^[\d.]+$|^\[/u.test(window.location.hostname);

function base64url(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCodePoint(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The browser says the same for "closed the dialog" and "there is none here": neither is an error to show. */
function refused(error: unknown): never {
  if (error instanceof DOMException && ['NotAllowedError', 'AbortError'].includes(error.name)) throw new Cancelled();
  if (error instanceof DOMException) throw new ApiError({ status: 401, code: 'passkey_refused' });
  throw error;
}

/** Asks for one of the person's passkeys; throws Cancelled when none was given. */
export async function askPasskey(waiting?: { signal: AbortSignal }): Promise<PasskeyAnswer> {
  const request = await api.askPasskey();
  const credential = await navigator.credentials
    .get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(request),
      ...(waiting === undefined ? {} : { mediation: 'conditional', signal: waiting.signal }),
    })
    .catch(refused);
  if (!(credential instanceof PublicKeyCredential)) throw new Cancelled();
  const { clientDataJSON, authenticatorData, signature } = credential.response as AuthenticatorAssertionResponse;
  return {
    credentialId: credential.id,
    clientData: base64url(clientDataJSON),
    authenticatorData: base64url(authenticatorData),
    signature: base64url(signature),
  };
}

/** Has the browser make a passkey; throws Cancelled when the person did not want to. */
export async function makePasskey(creation: PasskeyCreation) {
  const credential = await navigator.credentials
    .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(creation) })
    .catch((error: unknown) => {
      // This device has one of the person's already.
      if (error instanceof DOMException && error.name === 'InvalidStateError')
        throw new ApiError({ status: 409, code: 'conflict' });
      return refused(error);
    });
  if (!(credential instanceof PublicKeyCredential)) throw new Cancelled();
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    credentialId: credential.id,
    clientData: base64url(response.clientDataJSON),
    attestation: base64url(response.attestationObject),
    transports: response.getTransports(),
  };
}
