import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';

/** The rows of all lists on the page, from top to bottom. */
const allRows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')];

/** The row that has the focus, or in which something has it. */
const isFocused = (row: HTMLElement): boolean =>
  row === document.activeElement || row.parentElement?.contains(document.activeElement) === true;

/** The row in focus. */
export const focusedRow = (): HTMLElement | undefined => allRows().find(isFocused);

function move(step: 1 | -1): boolean {
  const rows = allRows();
  if (rows.length === 0) return false;
  const focused = rows.findIndex(isFocused);
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.dataset['selected'] !== undefined);
  rows[from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1)]?.focus();
  return true;
}

/** Moves the focus through the rows of lists by `j` and `k` opens the row in focus by `o` and takes it by `c`. */
export function useRowKeys(): void {
  useShortcut('next', () => move(1));
  useShortcut('previous', () => move(-1));
  useShortcut('open', () => {
    const row = focusedRow();
    row?.click();
    return row !== undefined;
  });
  useShortcut('take', () => {
    // Of the row in focus, else of the request that is open.
    const place = focusedRow()?.parentElement ?? document;
    const button = place.querySelector<HTMLElement>('[data-take]');
    button?.click();
    return button !== null;
  });
}
