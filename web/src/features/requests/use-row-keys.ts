import { type RefObject, useEffect } from 'react';
import { isTyping } from '../../ui/is-typing.ts';

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

/** Moves the focus through the rows of a list by `j` and `k` and opens the row in focus by `o`. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || list.current === null) return;
      const rows = [...list.current.querySelectorAll<HTMLElement>('[data-row]')];
      const focused = rows.findIndex((row) => row === document.activeElement);
      if (event.key === 'o' && focused >= 0) return rows[focused]?.click();
      const step = STEPS[event.key];
      if (step === undefined) return;
      const from = focused >= 0 ? focused : rows.findIndex((row) => row.dataset['selected'] !== undefined);
      const next = from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1);
      event.preventDefault();
      rows[next]?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [list]);
}
