import { useCallback, useRef } from 'react';

/** 128 random bits; `randomUUID` is there only over HTTPS and on the loopback address. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Keys for a creating call. The same content gets the same key until `done` is called, so that pressing the button again
 * after a lost answer creates nothing twice; other content gets another key.
 */
export function useIdempotencyKey(): { keyFor: (content: unknown) => string; done: () => void } {
  const last = useRef<{ content: string; key: string } | null>(null);
  const keyFor = useCallback((content: unknown) => {
    const text = JSON.stringify(content);
    if (last.current?.content !== text) last.current = { content: text, key: randomKey() };
    return last.current.key;
  }, []);
  const done = useCallback(() => {
    last.current = null;
  }, []);
  return { keyFor, done };
}
