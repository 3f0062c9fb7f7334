import { type RefObject, useRef } from 'react';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';
import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';

/** Lets a shortcut press the button that gets the answer. */
export function useKeyOf(name: ShortcutName): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  useShortcut(name, () => {
    button.current?.focus();
    button.current?.click();
    return button.current !== null;
  });
  return button;
}
