import { useState } from 'react';
import { useShortcut } from '../../../ui/shortcuts/use-shortcut.ts';
import { focusedRow } from '../use-row-keys.ts';
import { between } from './bulk.ts';

export interface Selection {
  /** The requests selected, of those that are shown. */
  ids: readonly string[];
  /** Whether requests are being selected. */
  open: boolean;
  begin: () => void;
  end: () => void;
  /** Selects a request, or no longer; with `upTo` also everything between it and the one touched before. */
  toggle: (id: string, upTo?: boolean) => void;
  /** Selects just these. */
  set: (ids: readonly string[]) => void;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Which of the requests `shown` in the list `of` are selected; one that leaves the list is no longer, and another list
 * begins without any. `x` selects the request in focus, Escape ends it.
 */
export function useSelection(shown: readonly string[], of: string, enabled: boolean): Selection {
  const [chosen, setChosen] = useState(NONE);
  const [anchor, setAnchor] = useState<string | null>(null);
  const [begun, setBegun] = useState(false);
  const [list, setList] = useState(of);
  const end = (): void => {
    setChosen(NONE);
    setBegun(false);
  };
  if (list !== of) {
    setList(of);
    end();
  }
  const ids = shown.filter((id) => chosen.has(id));
  const open = begun || ids.length > 0;
  const toggle = (id: string, upTo = false): void => {
    const selected = !chosen.has(id);
    const next = new Set(chosen);
    for (const one of upTo ? between(shown, anchor, id) : [id]) {
      if (selected) next.add(one);
      else next.delete(one);
    }
    setChosen(next);
    setAnchor(id);
  };
  useShortcut(
    'select',
    () => {
      const id = focusedRow()?.closest<HTMLElement>('[data-request]')?.dataset['request'];
      if (id === undefined || !shown.includes(id)) return false;
      toggle(id);
      return true;
    },
    enabled,
  );
  useShortcut('clear', end, open);
  return { ids, open, begin: () => setBegun(true), end, toggle, set: (wanted) => setChosen(new Set(wanted)) };
}
