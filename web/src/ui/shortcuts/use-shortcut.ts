import { useEffect, useRef } from 'react';
import { isTyping } from '../is-typing.ts';
import { areShortcutsOn } from './shortcut-setting.ts';
import { isSingleKey, type Run, type ShortcutName, ShortcutRegistry } from './shortcuts.ts';

const registry = new ShortcutRegistry();

/** The shortcuts that hold on the page now. */
export const currentShortcuts = (): ShortcutName[] => registry.names();

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const single = !isTyping(event) && areShortcutsOn();
  if (registry.press(event, (name) => single || !isSingleKey(name))) event.preventDefault();
});

/** Lets a shortcut hold as long as the component is shown and it is `enabled`. */
export function useShortcut(name: ShortcutName, run: Run, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => (enabled ? registry.add(name, () => latest.current()) : undefined), [name, enabled]);
}
