import { useSyncExternalStore } from 'react';

const root = document.documentElement;
const SCHEME = 'data-mantine-color-scheme';
const listeners = new Set<() => void>();
let printing = false;
let scheme: string | null = null;

function change(to: boolean): void {
  if (printing === to) return;
  printing = to;
  if (to) {
    scheme = root.getAttribute(SCHEME);
    root.setAttribute(SCHEME, 'light');
  } else if (scheme !== null) root.setAttribute(SCHEME, scheme);
  for (const tell of listeners) tell();
}

/** Puts the page on paper in its light colours, whichever it has on the screen. */
export function startPrinting(): void {
  window.addEventListener('beforeprint', () => change(true));
  window.addEventListener('afterprint', () => change(false));
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Whether the page is being put on paper now, where nothing can be unfolded and "yesterday" says nothing. */
export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => printing);
