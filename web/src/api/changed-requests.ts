const SEEN_FOR_MS = 10_000;
/** The stream may tell of a deed a little after its answer came. */
const OWN_FOR_MS = 2000;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu;

/**
 * Remembers for some seconds which requests somebody else has changed, so that lists can point at them. Live events do
 * not say whose deed it was; what this tab asked for itself is told by its own calls. `now` in milliseconds.
 */
export function changedRequests(now: () => number = Date.now) {
  const changed = new Map<string, number>();
  const own = new Map<string, number>();
  const forget = (times: Map<string, number>, before: number): void => {
    for (const [id, at] of times) if (at < before) times.delete(id);
  };
  return {
    /** A call of this tab that may change the requests named in it; returns what its end is to be told to. */
    begin(call: string): () => void {
      const ids = new Set(call.match(UUID) ?? []);
      for (const id of ids) own.set(id, Infinity);
      return () => {
        for (const id of ids) own.set(id, now() + OWN_FOR_MS);
      };
    },
    /** The stream tells that a request has changed. */
    hear(id: string): void {
      forget(own, now());
      if (own.has(id)) return;
      forget(changed, now() - SEEN_FOR_MS);
      changed.set(id, now());
    },
    /** When somebody else changed it; undefined where that was not just now. */
    at(id: string): number | undefined {
      forget(changed, now() - SEEN_FOR_MS);
      return changed.get(id);
    },
  };
}

/** What others change while this page is open. */
export const changesByOthers: ReturnType<typeof changedRequests> = changedRequests();
