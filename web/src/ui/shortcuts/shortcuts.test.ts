import { describe, expect, it } from 'vitest';
import { isSingleKey, keyOf, type KeyPress, ShortcutRegistry } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/iu.test(key) ? `Key${key.toUpperCase()}` : '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('a key', () => {
  it.each([
    [press('j'), 'j'],
    [press('J'), 'j'],
    [press('J', { shiftKey: true }), 'shift+j'],
    [press('?', { shiftKey: true }), '?'],
    [press('о', { code: 'KeyJ' }), 'j'],
    [press('Л', { code: 'KeyK', ctrlKey: true }), 'mod+k'],
    [press('k', { metaKey: true }), 'mod+k'],
    [press('Escape'), 'Escape'],
    [press('j', { altKey: true }), null],
  ])('%j is read as %s', (pressed, expected) => {
    expect(keyOf(pressed)).toBe(expected);
  });
});

describe('the registry', () => {
  it('asks the latest first, and the one before where that has nothing to do', () => {
    const registry = new ShortcutRegistry();
    const done: string[] = [];
    registry.add('open', () => void done.push('first'));
    const remove = registry.add('open', () => {
      done.push('second');
      return done.length > 1;
    });
    expect(registry.press(press('o'), () => true)).toBe(true);
    expect(done).toEqual(['second', 'first']);
    registry.press(press('o'), () => true);
    expect(done).toEqual(['second', 'first', 'second']);
    remove();
    registry.press(press('o'), () => true);
    expect(done.at(-1)).toBe('first');
  });

  it('knows what holds, in the order of the help, and nothing twice', () => {
    const registry = new ShortcutRegistry();
    for (const name of ['reply', 'next', 'help', 'next'] as const) registry.add(name, () => undefined);
    expect(registry.names()).toEqual(['help', 'next', 'reply']);
    expect(registry.press(press('q'), () => true)).toBe(false);
    expect(registry.press(press('k'), () => true)).toBe(false);
    expect(registry.press(press('j'), (name) => !isSingleKey(name))).toBe(false);
  });
});
