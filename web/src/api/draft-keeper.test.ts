import { ApiError } from '@companyaccount/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DraftKeeper, type DraftShelf, type DraftStore, type Kept } from './draft-keeper.ts';

interface Form {
  text: string;
}
const EMPTY: Form = { text: '' };

/** What the server does with one draft, and the ways in which it cannot be reached. */
class Server {
  stored: { value: Form; version: number } | null = null;
  #versions = 10;
  /** Nothing arrives. */
  down = false;
  /** Everything arrives, but no answer to a save. */
  losesAnswers = false;

  readonly store: DraftStore<Form> = {
    load: async () => {
      this.#reach();
      return { value: this.stored?.value ?? null, version: this.stored?.version ?? 0, at: null, filesGone: 0 };
    },
    save: async (value, version) => {
      this.#reach();
      if (version !== (this.stored?.version ?? 0)) throw new ApiError({ status: 412, code: 'version_moved' });
      this.#versions += 1;
      this.stored = { value, version: this.#versions };
      if (this.losesAnswers) throw new ApiError({ status: 0 });
      return this.#versions;
    },
    drop: async (version) => {
      this.#reach();
      if (this.stored !== null && version !== this.stored.version) {
        throw new ApiError({ status: 412, code: 'version_moved' });
      }
      this.stored = null;
    },
  };

  send(version: number | undefined): void {
    this.#reach();
    if (this.stored?.version === version) this.stored = null;
  }

  #reach(): void {
    if (this.down) throw new ApiError({ status: 0 });
  }
}

/** What the browser keeps when the page is gone. */
class Shelf implements DraftShelf<Form> {
  #text = 'null';
  read = () => JSON.parse(this.#text) as Kept<Form> | null;
  write = (kept: Kept<Form>) => void (this.#text = JSON.stringify(kept));
  clear = () => void (this.#text = 'null');
}

let server: Server;
const opened = async (shelf = new Shelf()) => {
  const keeper = new DraftKeeper<Form>(EMPTY, server.store, shelf);
  await keeper.look();
  return keeper;
};
const typed = async (keeper: DraftKeeper<Form>, text: string) => {
  keeper.change({ text });
  await vi.advanceTimersByTimeAsync(800);
};
const textOf = (keeper: DraftKeeper<Form>) => keeper.view().value.text;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
});
afterEach(() => vi.useRealTimers());

it('saves 0.8 s after the last keystroke, and every 5 s while somebody types on', async () => {
  const keeper = await opened();
  keeper.change({ text: 'a' });
  await vi.advanceTimersByTimeAsync(790);
  expect(server.stored).toBeNull();
  keeper.change({ text: 'ab' });
  await vi.advanceTimersByTimeAsync(790);
  expect(server.stored).toBeNull();
  await vi.advanceTimersByTimeAsync(10);
  expect(server.stored?.value).toEqual({ text: 'ab' });
  expect(keeper.view().state).toBe('saved');
  for (let n = 0; n < 11; n += 1) {
    keeper.change({ text: `abc${n}` });
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(server.stored?.value.text).toMatch(/^abc/u);
});

it('is there again in another window, and goes when the text is taken out', async () => {
  await typed(await opened(), 'begun here');
  const elsewhere = await opened();
  expect(textOf(elsewhere)).toBe('begun here');
  await typed(elsewhere, '');
  expect(server.stored).toBeNull();
});

it('stays in the browser while the server is away, also when the page dies, and is stored when it is back', async () => {
  const shelf = new Shelf();
  const keeper = await opened(shelf);
  server.down = true;
  await typed(keeper, 'written offline');
  expect(keeper.view().state).toBe('local');
  const after = await opened(shelf);
  expect(textOf(after)).toBe('written offline');
  server.down = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.stored?.value).toEqual({ text: 'written offline' });
  expect(after.view().state).toBe('saved');
  expect(shelf.read()).toBeNull();
});

it('takes its own text whose answer was lost for its own, before and after the page died', async () => {
  const shelf = new Shelf();
  const keeper = await opened(shelf);
  server.losesAnswers = true;
  await typed(keeper, 'one');
  keeper.change({ text: 'one two' });
  server.losesAnswers = false;
  const after = await opened(shelf);
  await vi.advanceTimersByTimeAsync(1000);
  expect(after.view()).toMatchObject({ value: { text: 'one two' }, conflict: null, state: 'saved' });
  expect(server.stored?.value).toEqual({ text: 'one two' });
});

it('shows both texts where two windows wrote, and loses neither', async () => {
  const [one, two] = [await opened(), await opened()];
  await typed(one, 'from one');
  await typed(two, 'from two');
  expect(two.view()).toMatchObject({ value: { text: 'from two' }, conflict: { value: { text: 'from one' } } });
  // Until somebody decides, what is stored stays as it is.
  await typed(two, 'from two, more');
  expect(server.stored?.value).toEqual({ text: 'from one' });

  two.keepThis();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.stored?.value).toEqual({ text: 'from two, more' });
  expect(two.view()).toMatchObject({ conflict: null, aside: { text: 'from one' } });
  two.swap();
  expect(two.view()).toMatchObject({ value: { text: 'from one' }, aside: { text: 'from two, more' } });
  two.forget();
  expect(two.view().aside).toBeNull();

  await vi.advanceTimersByTimeAsync(800);
  await typed(one, 'from one, again');
  one.useOther();
  expect(one.view()).toMatchObject({ value: { text: 'from one' }, aside: { text: 'from one, again' }, state: 'saved' });
});

it('follows another window where nothing was typed here', async () => {
  const [one, two] = [await opened(), await opened()];
  await typed(one, 'from one');
  await two.look();
  expect(textOf(two)).toBe('from one');
  one.discard();
  await vi.advanceTimersByTimeAsync(0);
  await two.look();
  expect(textOf(two)).toBe('');
});

it('says so where the text was sent from another window, and keeps what was typed since', async () => {
  const [one, two] = [await opened(), await opened()];
  await typed(one, 'from one');
  await two.look();
  await one.send(async ({ draft }) => server.send(draft));
  await typed(two, 'from one, more');
  expect(two.view()).toMatchObject({ value: { text: 'from one, more' }, conflict: { value: null } });
  two.keepThis();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.stored?.value).toEqual({ text: 'from one, more' });
});

it('is gone once it is sent, and still there where sending failed', async () => {
  const keeper = await opened();
  await typed(keeper, 'to be sent');
  server.down = true;
  await expect(keeper.send(async ({ draft }) => server.send(draft))).rejects.toThrow(ApiError);
  expect(textOf(keeper)).toBe('to be sent');
  server.down = false;
  await keeper.send(async ({ draft }) => server.send(draft));
  expect([textOf(keeper), server.stored, keeper.view().state]).toEqual(['', null, 'none']);
  // What was typed at the last moment was sent too, and is not saved afterwards.
  keeper.change({ text: 'quickly' });
  await keeper.send(async ({ draft }) => server.send(draft));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.stored).toBeNull();
});

it('brings back what another window wrote while this one was sending', async () => {
  const [one, two] = [await opened(), await opened()];
  await typed(one, 'from one');
  await two.look();
  await typed(two, 'from two');
  await one.send(async ({ draft }) => server.send(draft));
  await vi.advanceTimersByTimeAsync(0);
  expect(textOf(one)).toBe('from two');
});

it('does not bring back what the person has just taken out', async () => {
  const keeper = await opened();
  await typed(keeper, 'begun');
  keeper.change({ text: '' });
  await keeper.look();
  expect(textOf(keeper)).toBe('');
  await vi.advanceTimersByTimeAsync(800);
  expect(server.stored).toBeNull();
});
