/** Every shortcut of the program in the order of the help, with the keys it answers to; `mod` is Ctrl, on a Mac ⌘. */
export const SHORTCUTS = {
  palette: { group: 'everywhere', keys: ['mod+k'] },
  undo: { group: 'everywhere', keys: ['z'] },
  help: { group: 'everywhere', keys: ['?'] },
  search: { group: 'list', keys: ['/'] },
  next: { group: 'list', keys: ['j'] },
  previous: { group: 'list', keys: ['k'] },
  open: { group: 'list', keys: ['o'] },
  take: { group: 'list', keys: ['c'] },
  takeNext: { group: 'list', keys: ['t'] },
  select: { group: 'list', keys: ['x'] },
  clear: { group: 'list', keys: ['Escape'] },
  reply: { group: 'request', keys: ['r'] },
  note: { group: 'request', keys: ['n'] },
  assign: { group: 'request', keys: ['a'] },
  status: { group: 'request', keys: ['e'] },
  tag: { group: 'request', keys: ['l'] },
} as const satisfies Record<string, { group: string; keys: readonly string[] }>;

export type ShortcutName = keyof typeof SHORTCUTS;
export type ShortcutGroup = (typeof SHORTCUTS)[ShortcutName]['group'];

/** What a shortcut does; `false` says that there is nothing to do for it here and now, and the key stays the browser's. */
export type Run = () => boolean | void;

export interface KeyPress {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The key as the table writes it. Keyboards of other scripts are read by the place of the key. */
export function keyOf({ key, code, shiftKey, ctrlKey, metaKey, altKey }: KeyPress): string | null {
  if (altKey) return null;
  const letter = /^Key([A-Z])$/u.exec(code)?.[1];
  const foreign = letter !== undefined && key.length === 1 && key.charCodeAt(0) > 127;
  const plain = foreign ? letter : key;
  // A letter with Shift is another key, one with Caps Lock is not.
  const read = shiftKey && /^[a-z]$/iu.test(plain) ? `shift+${plain.toLowerCase()}` : plain;
  const small = read.length === 1 ? read.toLowerCase() : read;
  return ctrlKey || metaKey ? `mod+${small}` : small;
}

const byKey = new Map<string, ShortcutName>(
  (Object.entries(SHORTCUTS) as [ShortcutName, { keys: readonly string[] }][]).flatMap(([name, { keys }]) =>
    keys.map((key) => [key, name] as const),
  ),
);

/** Whether a shortcut is one key alone, which people who speak to their computer press without meaning to. */
export const isSingleKey = (name: ShortcutName): boolean => !SHORTCUTS[name].keys.some((key) => key.startsWith('mod+'));

/** The shortcuts that hold on the page now; of several for one name the latest is asked first. */
export class ShortcutRegistry {
  readonly #running: { name: ShortcutName; run: Run }[] = [];

  /** Lets a shortcut hold until the answer is called. */
  add(name: ShortcutName, run: Run): () => void {
    const entry = { name, run };
    this.#running.push(entry);
    return () => {
      this.#running.splice(this.#running.indexOf(entry), 1);
    };
  }

  /** The shortcuts that hold now, in the order of the table. */
  names(): ShortcutName[] {
    const held = new Set(this.#running.map(({ name }) => name));
    return (Object.keys(SHORTCUTS) as ShortcutName[]).filter((name) => held.has(name));
  }

  /** Does what a key stands for; says whether it stood for anything. */
  press(press: KeyPress, allowed: (name: ShortcutName) => boolean): boolean {
    const key = keyOf(press);
    const name = key === null ? undefined : byKey.get(key);
    if (name === undefined || !allowed(name)) return false;
    return this.#running.toReversed().some((entry) => entry.name === name && entry.run() !== false);
  }
}
