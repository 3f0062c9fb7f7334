/**
 * The path to go to after signing in, when it is one of this site's own; undefined otherwise, so that a link to the
 * sign-in page cannot lead away to another site.
 */
export function ownPath(next: unknown, origin: string): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined;
  // `//host`, `/\host` and control characters mean another host to the browser: let it say what it would open.
  if (!URL.canParse(next, origin)) return undefined;
  const url = new URL(next, origin);
  if (url.origin !== origin) return undefined;
  const path = url.pathname + url.search + url.hash;
  // What is left after dots are resolved, as of `/a/..//host`, may again name a host.
  return path.startsWith('//') ? undefined : path;
}
