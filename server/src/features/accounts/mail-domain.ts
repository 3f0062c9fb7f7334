import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { isFreeMail } from './free-mail.ts';

/** Letters, digits and marks of any script, hyphens, and the dots of the scripts that have their own. */
const TYPED = /^[\p{L}\p{N}\p{M}.\u3002\uff0e\uff61-]+$/u;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST_NAME = new RegExp(`^(?:${LABEL}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$`, 'u');

/** The domain in ASCII (IDNA), lower case; null when it is not the name of a host. */
function toAscii(text: string): string | null {
  if (!TYPED.test(text)) return null;
  const ascii = domainToASCII(text).toLowerCase();
  return ascii.length <= 253 && HOST_NAME.test(ascii) ? ascii : null;
}

export type MailDomain = { domain: string } | { refused: 'malformed' | 'suffix' | 'free_mail' };

/**
 * Reads a mail domain as people type it. Refused are what is no domain, what belongs to many (a public suffix, also one
 * of a hosting service), and what anybody can have an address of.
 */
export function readMailDomain(typed: string): MailDomain {
  const domain = toAscii(typed.trim().replace(/^@/u, '').replace(/\.$/u, ''));
  if (domain === null) return { refused: 'malformed' };
  const { domain: registered, domainWithoutSuffix } = parse(domain, {
    allowPrivateDomains: true,
    extractHostname: false,
  });
  if (registered === null) return { refused: 'suffix' };
  if (isFreeMail(registered, domainWithoutSuffix ?? '')) return { refused: 'free_mail' };
  return { domain };
}

/** The domain of an address, as `readMailDomain` spells domains; null when it has none. */
export const domainOfAddress = (email: string): string | null => toAscii(email.slice(email.lastIndexOf('@') + 1));

/** A domain in its own letters, for people. */
export const inOwnLetters = (domain: string): string => domainToUnicode(domain);

/** The TXT record that proves a domain. It has a name of its own, so that it stands in nobody's way. */
export const recordOf = (domain: string, token: string): { name: string; value: string } => ({
  name: `_companyaccount.${domain}`,
  value: `companyaccount-domain=${token}`,
});
