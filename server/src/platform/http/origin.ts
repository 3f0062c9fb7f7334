import type { FastifyRequest } from 'fastify';
import { Refusal } from '#platform/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site's page asks for with the visitor's cookie. Browsers name the asking page in
 * `Origin` and `Sec-Fetch-Site`; programs send neither and carry no cookie by themselves. A page can add a token only
 * after asking us, which is never granted, so what comes with a token and without a cookie comes from a program.
 */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | null): void {
  if (SAFE.has(request.method)) return;
  const { origin, host, authorization, cookie } = request.headers;
  if (authorization !== undefined && cookie === undefined) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('foreign_origin');
  if (origin === undefined) return;
  const asking = URL.canParse(origin) ? new URL(origin) : null;
  // The same host without TLS is another site: whoever sits on the line speaks for it.
  const own = publicUrl === null ? asking?.host === host : asking?.origin === new URL(publicUrl).origin;
  if (!own) throw new Refusal('foreign_origin');
}
