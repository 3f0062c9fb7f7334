import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Platform } from '#platform/platform.ts';

/** How the session's cookie is named and signed. */
export interface SessionCookie {
  name: string;
  secret: string;
  /** Sent over TLS only. */
  secure: boolean;
}

/** The session cookie of this installation. */
export function sessionCookieOf({ config, keyring }: Platform): SessionCookie {
  const secure = config.publicUrl?.startsWith('https:') === true;
  return {
    // Behind TLS the browser itself refuses a cookie of this name from any other host or path.
    name: secure ? '__Host-session' : 'session',
    secret: keyring.keyedHash('token', 'sign-in cookie').toString('hex'),
    secure,
  };
}

/**
 * The session's token in a `Cookie` header; null where there is none or its signature is wrong. The value is what the
 * sign-in library (better-auth) writes: the token, a dot and its HMAC-SHA-256 in base64, all percent-encoded.
 */
export function sessionTokenOf({ name, secret }: SessionCookie, header: string): string | null {
  const prefix = `${name}=`;
  const pair = header
    .split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(prefix));
  if (pair === undefined) return null;
  const value = decoded(pair.slice(prefix.length));
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), 'base64');
  const right = createHmac('sha256', secret).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
