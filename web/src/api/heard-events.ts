/** More than the server repeats at once. */
const KEPT = 2000;

/**
 * Remembers which events this browser has heard: after a break the server begins a little too early rather than too
 * late. An event is `known` when it was heard before, `old` when it happened before the first stream began (the page may
 * have been fetched before it), else `new`.
 */
export function heardEvents() {
  const known = new Set<number>();
  let began: number | undefined;
  let last: number | undefined;
  return {
    /** Id of the newest event heard or passed; undefined before the first stream. */
    last: (): number | undefined => last,
    /** A stream begins that tells everything after this id. */
    begin(id: number): void {
      began ??= id;
      last = Math.max(last ?? 0, id);
    },
    add(id: number): 'known' | 'old' | 'new' {
      if (known.has(id)) return 'known';
      known.add(id);
      for (const oldest of known) {
        if (known.size <= KEPT) break;
        known.delete(oldest);
      }
      last = Math.max(last ?? 0, id);
      return began !== undefined && id <= began ? 'old' : 'new';
    },
  };
}
