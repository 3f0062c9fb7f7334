/** The cursor in the address of a list's next page, which is all that a list says about it. */
export function nextPage({ links: { next } }: { links: { next: string | null } }): string | null {
  return next === null ? null : new URL(next, window.location.origin).searchParams.get('page[after]');
}
