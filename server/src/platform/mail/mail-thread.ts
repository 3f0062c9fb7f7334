import type { Keyring } from '#platform/crypto/keyring.ts';

/** A request and whom it is told to: a person, or the submitter. */
export interface MailThread {
  requestId: string;
  recipientId: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** Base32 (RFC 4648) in lower case, without padding: 26 letters for 128 bits. */
function base32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  bits <<= BigInt(length * 5 - bytes.length * 8);
  return Array.from({ length }, (_, n) => LETTERS[Number((bits >> BigInt(5 * (length - 1 - n))) & 31n)]).join('');
}

const idLetters = (id: string) => base32(Buffer.from(id.replaceAll('-', ''), 'hex'));

const proofOf = (keyring: Pick<Keyring, 'keyedHash'>, { requestId, recipientId }: MailThread): Buffer =>
  keyring.keyedHash('token', `reply ${requestId} ${recipientId}`);

/**
 * Where a recipient answers a mail about a request: `r+REQUEST.PROOF@domain`, 55 octets before the `@`. The proof is an
 * HMAC over request and recipient, cut to 128 bits, so only whoever got such a mail knows it.
 */
export const replyAddress = (keyring: Pick<Keyring, 'keyedHash'>, thread: MailThread, domain: string): string =>
  `r+${idLetters(thread.requestId)}.${base32(proofOf(keyring, thread).subarray(0, 16))}@${domain}`;

/** What all mails about a request to one recipient refer to, so that mail programs show them together. */
export const threadId = (keyring: Pick<Keyring, 'keyedHash'>, thread: MailThread, domain: string): string =>
  `<r.${idLetters(thread.requestId)}.${base32(proofOf(keyring, thread))}@${domain}>`;

/** The Message-ID of one mail; about a request, it carries the whole HMAC. */
export function messageId(
  keyring: Pick<Keyring, 'keyedHash'>,
  mailId: string,
  thread: MailThread | null,
  domain: string,
): string {
  if (thread === null) return `<${mailId}@${domain}>`;
  return threadId(keyring, thread, domain).replace('@', `.${idLetters(mailId)}@`);
}
