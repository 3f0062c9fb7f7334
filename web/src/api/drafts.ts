import type { Draft, DraftContent, DraftKey } from '@companyaccount/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { DraftKeeper, type DraftShelf, type DraftStore, type Kept, type StoredDraft } from './draft-keeper.ts';
import { keys } from './keys.ts';
import { queryClient } from './query-client.ts';

/** What a form holds: plain fields, and files that have arrived. */
export type DraftFields = object & { files?: { id: string; name: string; size: number }[] };

/** What the person has begun to write, the latest first. */
export const draftsQuery = queryOptions({
  queryKey: keys.drafts,
  queryFn: ({ signal }) => api.listDrafts({ query: { 'page[size]': 100 }, signal }),
});

/** Whose drafts the page shows: a member has others in each company. */
interface Owner {
  id: string;
  /** null for staff. */
  companyId: string | null;
}

/** The fields of `empty` as they were stored; what the form does not know, or knows as something else, is left out. */
function fieldsOf<T extends DraftFields>(empty: T, { content, uploads }: Pick<Draft, 'content' | 'uploads'>): T | null {
  if (content === null) return null;
  const known = Object.entries(empty).filter(([name, value]) => {
    const stored = content[name];
    if (stored === undefined || name === 'files') return false;
    return (
      value === null ||
      stored === null ||
      (typeof value === typeof stored && Array.isArray(value) === Array.isArray(stored))
    );
  });
  const fields = Object.fromEntries(known.map(([name]) => [name, content[name]]));
  return { ...empty, ...fields, ...('files' in empty ? { files: uploads } : {}) };
}

function storeOf<T extends DraftFields>({ id: person, companyId }: Owner, key: DraftKey, empty: T): DraftStore<T> {
  // Beside this window somebody else may have signed in, or the person chosen another company.
  const call = { params: { key }, query: { person, ...(companyId === null ? {} : { company: companyId }) } };
  return {
    load: async (): Promise<StoredDraft<T>> => {
      const { version, updatedAt, uploadsGone, ...draft } = await api.getDraft(call);
      return { value: fieldsOf(empty, draft), version, at: updatedAt, filesGone: uploadsGone };
    },
    save: async ({ files = [], ...fields }, version) => {
      const body = { content: fields as DraftContent, uploads: files.map(({ id }) => id) };
      return (await api.putDraft({ ...call, body, version })).version;
    },
    drop: (version) => api.deleteDraft({ ...call, version }),
  };
}

/** Names this window, so that two of one browser do not clear away what the other keeps. */
const WINDOW = Math.random().toString(36).slice(2);

function shelfOf<T extends DraftFields>(place: string): DraftShelf<T> {
  const name = `draft:${place}`;
  const read = (): (Kept<T> & { by: string }) | null => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? 'null') as (Kept<T> & { by: string }) | null;
    } catch {
      return null;
    }
  };
  return {
    read,
    write: (kept) => {
      try {
        localStorage.setItem(name, JSON.stringify({ ...kept, by: WINDOW }));
      } catch {
        // The browser's room is full or closed to us; the store is asked within a second anyway.
      }
    },
    clear: () => {
      if (read()?.by === WINDOW) localStorage.removeItem(name);
    },
  };
}

interface Held {
  keeper: { look: () => Promise<void>; flush: () => Promise<void>; isClean: boolean };
  /** Forms that are open. */
  holders: number;
  /** Lists were not told of what was stored while the form was open. */
  untold: boolean;
}
/** One keeper a form, also when it is closed, until everything is stored. */
const held = new Map<string, Held>();

const placeOf = ({ id, companyId }: Owner, key: DraftKey): string => `${id}:${companyId ?? 'staff'}:${key}`;

/** The keeper of one person's draft of one form. */
export function keeperOf<T extends DraftFields>(owner: Owner, key: DraftKey, empty: T): DraftKeeper<T> {
  const place = placeOf(owner, key);
  const known = held.get(place);
  // Each form has a key of its own, and with it always the same fields.
  if (known !== undefined) return known.keeper as DraftKeeper<T>;
  // While somebody types, a list beside the form has to know that there is a draft, but not its every word.
  const tell = (presence: boolean) => {
    const entry = held.get(place);
    const now = presence || (entry?.holders ?? 0) === 0;
    if (entry !== undefined) entry.untold = !now;
    void queryClient.invalidateQueries({ queryKey: keys.drafts, refetchType: now ? 'active' : 'none' });
  };
  const keeper = new DraftKeeper<T>(empty, storeOf(owner, key, empty), shelfOf(place), tell);
  held.set(place, { keeper, holders: 0, untold: false });
  return keeper;
}

/** Keeps a draft up to date while its form is open; answers with what ends that. */
export function holdDraft(owner: Owner, key: DraftKey): () => void {
  const place = placeOf(owner, key);
  const entry = held.get(place);
  if (entry === undefined) return () => undefined;
  const { keeper } = entry;
  const look = (): void => void keeper.look();
  const flush = (): void => void keeper.flush();
  const onVisible = (): void => (document.visibilityState === 'visible' ? look() : flush());
  entry.holders += 1;
  look();
  window.addEventListener('focus', look);
  window.addEventListener('online', look);
  window.addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    window.removeEventListener('focus', look);
    window.removeEventListener('online', look);
    window.removeEventListener('pagehide', flush);
    document.removeEventListener('visibilitychange', onVisible);
    entry.holders -= 1;
    void keeper.flush().then(() => {
      if (entry.holders > 0) return;
      // A list of the page that comes next may have been asked for before the last words were stored.
      if (entry.untold) void queryClient.invalidateQueries({ queryKey: keys.drafts });
      entry.untold = false;
      if (keeper.isClean && held.get(place) === entry) held.delete(place);
    });
  };
}

/** To be awaited before somebody signs out or goes to another company: hands over what is not stored yet. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...held.values()].map(({ keeper }) => keeper.flush()));
  // What could not be stored stays in the browser until the same person is back.
  held.clear();
}
