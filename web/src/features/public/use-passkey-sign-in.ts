import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../api/client.ts';
import { askPasskey, passkeysWork } from '../../api/passkeys.ts';

/** Signs in with a passkey that the person chooses. */
export function usePasskeySignIn(onSignedIn: () => Promise<void>, onError: (error: unknown) => void) {
  return useMutation({
    mutationFn: async ({ rememberMe }: { rememberMe: boolean }) => {
      const passkey = await askPasskey();
      await api.signInWithPasskey({ body: { passkey, rememberMe } });
      await onSignedIn();
    },
    onError,
  });
}

/**
 * Offers the person's passkeys among what the browser fills into the e-mail field, where it can; choosing one signs in.
 * Waits in silence, and gives way as soon as a passkey is asked for by the button (`paused`).
 */
export function useOfferedPasskeys(paused: boolean, onSignedIn: () => Promise<void>): void {
  const done = useRef(onSignedIn);
  useEffect(() => {
    done.current = onSignedIn;
  });
  useEffect(() => {
    if (paused || !passkeysWork()) return;
    const ended = new AbortController();
    const offer = async () => {
      if (!(await PublicKeyCredential.isConditionalMediationAvailable()) || ended.signal.aborted) return;
      const passkey = await askPasskey({ signal: ended.signal });
      await api.signInWithPasskey({ body: { passkey, rememberMe: true } });
      await done.current();
    };
    // Whoever did not choose one signs in another way; a passkey that is refused can be tried again by the button.
    void offer().catch(() => undefined);
    return () => ended.abort();
  }, [paused]);
}
