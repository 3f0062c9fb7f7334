const MOD = /Mac|iPhone|iPad/u.test(navigator.userAgent) ? '⌘' : 'Ctrl';

/** The parts of a shortcut as they stand on the keys. */
export const keyCaps = (key: string): string[] =>
  key
    .split('+')
    .map((part) => (part === 'mod' ? MOD : part === 'Escape' ? 'Esc' : part.length === 1 ? part.toUpperCase() : part));
