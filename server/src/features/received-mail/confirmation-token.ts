import { createHash, timingSafeEqual } from 'node:crypto';

interface Keys {
  keyedHash: (use: 'token', text: string) => Buffer;
}

/** Hours within which the mailed link makes a request of a mail. */
export const CONFIRM_HOURS = 48;

const FORM = /^(?<id>[\w-]{22})\.[\w-]{43}$/u;

/** The token of the link by which a sender confirms a mail: its id, and an HMAC over it. */
export function confirmationToken(keyring: Keys, mailId: string): string {
  const id = Buffer.from(mailId.replaceAll('-', ''), 'hex').toString('base64url');
  return `${id}.${keyring.keyedHash('token', `received mail ${mailId}`).toString('base64url')}`;
}

/** The mail that a token confirms; null when it is no token of ours. */
export function confirmedMail(keyring: Keys, token: string): string | null {
  const id = FORM.exec(token)?.groups?.['id'];
  if (id === undefined) return null;
  const hex = Buffer.from(id, 'base64url').toString('hex');
  const mailId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
  const sum = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(sum(token), sum(confirmationToken(keyring, mailId))) ? mailId : null;
}
