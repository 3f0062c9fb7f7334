import { useCallback, useEffect, useState } from 'react';

const PREFIX = 'draft:';

function read<T>(key: string, empty: T): T {
  const stored = localStorage.getItem(PREFIX + key);
  if (stored === null) return empty;
  try {
    return { ...empty, ...(JSON.parse(stored) as T) };
  } catch {
    return empty;
  }
}

/**
 * What somebody without an account is writing, kept in the browser until the server has it, so that reloading or losing
 * the connection loses nothing. `key` names the place; `clear` is called once the server has acknowledged.
 */
export function useKeptText<T extends object>(
  key: string,
  empty: T,
): [draft: T, change: (part: Partial<T>) => void, clear: () => void] {
  const [draft, setDraft] = useState<T>(() => read(key, empty));
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (changed) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  }, [key, draft, changed]);
  const change = useCallback((part: Partial<T>) => {
    setChanged(true);
    setDraft((before) => ({ ...before, ...part }));
  }, []);
  const clear = useCallback(() => {
    localStorage.removeItem(PREFIX + key);
    setChanged(false);
    setDraft(empty);
  }, [key, empty]);
  return [draft, change, clear];
}
