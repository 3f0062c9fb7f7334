import { ApiError } from '@companyaccount/contract';

/** Milliseconds from the last keystroke to saving, and at most from the first unsaved one. */
const SAVE_AFTER = 800;
const SAVE_WITHIN = 5000;
/** A save that failed for want of a server is tried again after these milliseconds, the last again and again. */
const RETRY_AFTER = [2000, 5000, 10_000, 30_000];

/** A draft as it is stored; version 0 and no value where there is none. */
export interface StoredDraft<T> {
  value: T | null;
  version: number;
  at: string | null;
  /** Files that it named and that are not kept any more. */
  filesGone: number;
}

/** Where a draft is stored for good. */
export interface DraftStore<T> {
  load: () => Promise<StoredDraft<T>>;
  /** Answers with the new version; throws `version_moved` when another window came first. */
  save: (value: T, version: number) => Promise<number>;
  drop: (version: number) => Promise<void>;
}

/** What the browser itself keeps until the store has acknowledged. */
export interface Kept<T> {
  value: T;
  version: number;
  /** What was handed to the store without an answer yet. */
  sent: T | null;
}
export interface DraftShelf<T> {
  read: () => Kept<T> | null;
  write: (kept: Kept<T>) => void;
  clear: () => void;
}

/** A draft as the form shows it. */
export interface DraftView<T> {
  value: T;
  /** Whether the stored draft is known. */
  loaded: boolean;
  /** `local`: only this browser has it, for the reason in `failure`. */
  state: 'none' | 'unsaved' | 'saved' | 'local';
  failure: unknown;
  filesGone: number;
  /** Another window wrote something else, or sent or discarded it (value null); nothing is saved until one is chosen. */
  conflict: { value: T | null; version: number; at: string | null } | null;
  /** The text that was not chosen, until it is let go. */
  aside: T | null;
}

const print = (value: unknown): string => JSON.stringify(value);
const same = (one: unknown, other: unknown): boolean => print(one) === print(other);
const isTransient = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;

/**
 * Keeps what a person is typing: in the browser at once, in the store soon after. Whatever happens meanwhile, no text is
 * written over another that the person has not seen.
 */
export class DraftKeeper<T extends object> {
  readonly #empty: T;
  readonly #store: DraftStore<T>;
  readonly #shelf: DraftShelf<T>;
  readonly #onStored: (presence: boolean) => void;
  readonly #listeners = new Set<() => void>();
  #view: DraftView<T>;
  /** Of the stored draft that the value is built on. */
  #version: number;
  #dirty: boolean;
  #sent: T | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsavedSince = 0;
  #failures = 0;
  #sending = false;
  /** One call to the store at a time. */
  #tail: Promise<void> = Promise.resolve();

  /** `onStored` hears of every change of what is stored, and whether a draft came to be or went by it. */
  constructor(
    empty: T,
    store: DraftStore<T>,
    shelf: DraftShelf<T>,
    onStored: (presence: boolean) => void = () => undefined,
  ) {
    this.#empty = empty;
    this.#store = store;
    this.#shelf = shelf;
    this.#onStored = onStored;
    const kept = shelf.read();
    this.#version = kept?.version ?? 0;
    this.#dirty = kept !== null;
    this.#sent = kept?.sent ?? null;
    this.#view = {
      value: kept?.value ?? empty,
      loaded: false,
      state: kept === null ? 'none' : 'unsaved',
      failure: null,
      filesGone: 0,
      conflict: null,
      aside: null,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): DraftView<T> => this.#view;

  /** Whether everything typed is stored. */
  get isClean(): boolean {
    return !this.#dirty;
  }

  /** Takes what was typed. */
  readonly change = (part: Partial<T>): void => {
    this.#dirty = true;
    this.#show({ value: { ...this.#view.value, ...part }, state: 'unsaved', filesGone: 0 });
    this.#keep();
    this.#schedule();
  };

  /** Reads what is stored, as when the window is looked at again, and saves what is not stored yet. */
  look(): Promise<void> {
    return this.#enqueue(() => this.#look());
  }

  /** Saves now what is not stored yet. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#enqueue(() => this.#save());
  }

  /**
   * Sends what stands here: `call` gets the query that names the draft which goes with it, empty where none is stored,
   * and nothing is saved meanwhile. Afterwards the form is empty, or shows what another window has written since.
   */
  readonly send = async <R>(call: (query: { draft?: number }) => Promise<R>): Promise<R> => {
    clearTimeout(this.#timer);
    await this.#tail;
    this.#sending = true;
    try {
      const answer = await call(this.#version === 0 ? {} : { draft: this.#version });
      this.#version = 0;
      this.#stored();
      this.#show({ value: this.#empty, state: 'none', failure: null, conflict: null, aside: null });
      return answer;
    } finally {
      this.#sending = false;
      if (this.#dirty) this.#schedule();
      else void this.look();
      this.#onStored(true);
    }
  };

  /** Throws away what stands here, also where it is stored. */
  readonly discard = (): void => {
    this.#show({ conflict: null, aside: null });
    this.change(this.#empty);
    void this.flush();
  };

  /** Of two texts takes the one of the other window. */
  readonly useOther = (): void => {
    const { conflict, value } = this.#view;
    if (conflict === null) return;
    this.#version = conflict.version;
    this.#stored();
    this.#show({
      value: conflict.value ?? this.#empty,
      conflict: null,
      aside: value,
      state: conflict.value === null ? 'none' : 'saved',
    });
  };

  /** Of two texts keeps the one that stands here. */
  readonly keepThis = (): void => {
    const { conflict } = this.#view;
    if (conflict === null) return;
    this.#version = conflict.version;
    this.#show({ conflict: null, aside: conflict.value });
    this.#keep();
    void this.flush();
  };

  /** Exchanges the text that stands here for the one put aside. */
  readonly swap = (): void => {
    const { aside, value } = this.#view;
    if (aside === null) return;
    this.#show({ aside: value });
    this.change(aside);
  };

  /** Lets the text put aside go. */
  readonly forget = (): void => this.#show({ aside: null });

  #show(part: Partial<DraftView<T>>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener();
  }

  #keep(): void {
    this.#shelf.write({ value: this.#view.value, version: this.#version, sent: this.#sent });
  }

  /** Everything that stands here is stored. */
  #stored(): void {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.#sent = null;
    this.#failures = 0;
    this.#unsavedSince = 0;
    this.#shelf.clear();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(work);
    return this.#tail;
  }

  #schedule(): void {
    if (this.#view.conflict !== null) return;
    clearTimeout(this.#timer);
    const now = Date.now();
    if (this.#unsavedSince === 0) this.#unsavedSince = now;
    const wait = Math.max(0, Math.min(SAVE_AFTER, this.#unsavedSince + SAVE_WITHIN - now));
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  async #save(): Promise<void> {
    if (!this.#dirty || this.#sending || this.#view.conflict !== null) return;
    const { value } = this.#view;
    const before = this.#version;
    this.#unsavedSince = 0;
    try {
      if (same(value, this.#empty)) {
        if (before !== 0) await this.#store.drop(before);
        this.#version = 0;
      } else {
        this.#sent = value;
        this.#keep();
        this.#version = await this.#store.save(value, before);
      }
    } catch (error) {
      if (error instanceof ApiError && error.code === 'version_moved') return this.#look();
      return this.#failed(error);
    }
    this.#sent = null;
    this.#failures = 0;
    this.#onStored((before === 0) !== (this.#version === 0));
    if (this.#view.value === value) {
      this.#stored();
      this.#show({ state: this.#version === 0 ? 'none' : 'saved', failure: null, loaded: true });
    } else {
      this.#keep();
      this.#schedule();
    }
  }

  async #look(): Promise<void> {
    if (this.#sending) return;
    try {
      this.#meet(await this.#store.load());
    } catch (error) {
      this.#show({ loaded: true });
      if (this.#dirty) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#show({ state: 'local', failure: error });
    if (!isTransient(error)) return;
    const wait = RETRY_AFTER[Math.min(this.#failures, RETRY_AFTER.length - 1)] ?? SAVE_AFTER;
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Holds what stands here against what is stored. */
  #meet(stored: StoredDraft<T>): void {
    const { value, conflict } = this.#view;
    this.#show({ loaded: true });
    const there = stored.value ?? this.#empty;
    if (!this.#dirty) {
      if (stored.version !== this.#version) this.#adopt(stored, there);
    } else if (same(value, there)) this.#adopt(stored, there);
    else if (stored.version === this.#version || (this.#sent !== null && same(this.#sent, stored.value))) {
      // Nobody else wrote; or it was this window, and only the answer got lost.
      this.#version = stored.version;
      this.#sent = null;
      if (conflict !== null) this.#show({ conflict: null });
      this.#keep();
      this.#schedule();
    } else if (same(value, this.#empty)) this.#adopt(stored, there);
    else this.#show({ conflict: { value: stored.value, version: stored.version, at: stored.at }, state: 'local' });
  }

  #adopt({ version, filesGone }: StoredDraft<T>, value: T): void {
    this.#version = version;
    this.#stored();
    this.#show({ value, filesGone, conflict: null, failure: null, state: version === 0 ? 'none' : 'saved' });
  }
}
