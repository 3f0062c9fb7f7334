import { type RefObject, useEffect, useRef } from 'react';

const NEAR_PX = 240;

/** Whether the end of the thread is in sight or nearly so. */
const isNear = (element: HTMLElement): boolean => element.getBoundingClientRect().top < window.innerHeight + NEAR_PX;

/**
 * Leads the reader to what is new: on opening to the divider or, for one who was here before, to the end; later to each
 * message that is added while the end is in sight. `opening` is null until the thread is there.
 */
export function useFollowEnd(
  end: RefObject<HTMLElement | null>,
  divider: RefObject<HTMLElement | null>,
  opening: { returning: boolean } | null,
  count: number,
): void {
  const known = useRef<number | null>(null);
  useEffect(() => {
    if (opening === null) return;
    const first = known.current === null;
    const more = !first && count > (known.current ?? 0);
    known.current = count;
    if (first && divider.current !== null) divider.current.scrollIntoView({ block: 'center' });
    else if ((first && opening.returning) || (more && end.current !== null && isNear(end.current))) {
      end.current?.scrollIntoView({ block: 'end' });
    }
  }, [end, divider, opening, count]);
}
