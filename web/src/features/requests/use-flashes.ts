import type { RequestSummary } from '@companyaccount/contract';
import { type RefObject, useEffect, useRef } from 'react';
import { changesByOthers } from '../../api/changed-requests.ts';

const FLASH_MS = 2000;

/**
 * Lets a row of a list flash once when somebody else has changed what it shows; `view` names what the list asks for.
 * Returns what the list is to be given as `ref`.
 */
export function useFlashes<E extends HTMLElement>(
  requests: readonly RequestSummary[] | undefined,
  view: string,
): RefObject<E | null> {
  const list = useRef<E>(null);
  const shown = useRef<{ view: string; rows: Map<string, RequestSummary> } | null>(null);
  const flashed = useRef(new Map<string, number>());
  useEffect(() => {
    if (requests === undefined) return;
    // Another view is new as a whole.
    const before = shown.current?.view === view ? shown.current.rows : null;
    shown.current = { view, rows: new Map(requests.map((request) => [request.id, request])) };
    if (before === null) return;
    for (const request of requests) {
      const at = changesByOthers.at(request.id);
      if (at === undefined || before.get(request.id) === request || flashed.current.get(request.id) === at) continue;
      flashed.current.set(request.id, at);
      flash(list.current?.querySelector(`[data-request="${request.id}"]`));
    }
  });
  return list;
}

/** Without motion the colour stays as it is and goes at once. */
function flash(row: Element | null | undefined): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  row?.animate([{ backgroundColor: 'var(--tone-info-ground)' }, { backgroundColor: 'transparent' }], {
    id: 'changed',
    duration: FLASH_MS,
    easing: still ? 'steps(1, end)' : 'ease-out',
  });
}
