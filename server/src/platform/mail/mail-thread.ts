import { timingSafeEqual } from 'node:crypto';
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

/** Where mail servers send back what they cannot deliver: to the same mailbox as answers. */
export const bounceAddress = (domain: string): string => `r+bounce@${domain}`;

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

/** The id that 26 letters stand for; null where they stand for none. */
function idOf(letters: string): string | null {
  let bits = 0n;
  for (const letter of letters) bits = (bits << 5n) | BigInt(LETTERS.indexOf(letter));
  const hex = (bits >> 2n).toString(16).padStart(32, '0');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
  return idLetters(id) === letters ? id : null;
}

/** What an address or a Message-ID claims: that a recipient of mails about a request got it. */
export interface ThreadClaim {
  requestId: string;
  /** 26 letters in an address, 52 in a Message-ID. */
  proof: string;
  /** The mail that a Message-ID names. */
  mailId: string | null;
}

const claimIn = (text: string, form: RegExp, domain: string): ThreadClaim | null => {
  const { request, proof, mail, place } = form.exec(text.toLowerCase())?.groups ?? {};
  const requestId = request === undefined || place !== domain.toLowerCase() ? null : idOf(request);
  if (requestId === null || proof === undefined) return null;
  return { requestId, proof, mailId: mail === undefined ? null : idOf(mail) };
};

/** What a reply address claims; null where it is none of ours. */
export const readReplyAddress = (address: string, domain: string): ThreadClaim | null =>
  claimIn(address, /^r\+(?<request>[a-z2-7]{26})\.(?<proof>[a-z2-7]{26})@(?<place>\S+)$/u, domain);

/** What a Message-ID claims; null where it is none of a mail about a request. */
export const readThreadId = (id: string, domain: string): ThreadClaim | null =>
  claimIn(
    id,
    /^<r\.(?<request>[a-z2-7]{26})\.(?<proof>[a-z2-7]{52})(?:\.(?<mail>[a-z2-7]{26}))?@(?<place>[^\s>]+)>$/u,
    domain,
  );

/** Whether a claim holds for one recipient, in a time that does not tell where it differs. */
export function isProved(keyring: Pick<Keyring, 'keyedHash'>, claim: ThreadClaim, recipientId: string): boolean {
  const proof = proofOf(keyring, { requestId: claim.requestId, recipientId });
  const right = Buffer.from(base32(claim.proof.length === 52 ? proof : proof.subarray(0, 16)));
  const given = Buffer.from(claim.proof);
  return right.length === given.length && timingSafeEqual(right, given);
}

/** The id of the mail that a Message-ID of ours names, about a request or not; null where it is none of ours. */
export function mailOfId(id: string, domain: string): string | null {
  const { mail, place } =
    /^<(?<mail>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@(?<place>[^\s>]+)>$/iu.exec(id)?.groups ?? {};
  if (mail !== undefined && place?.toLowerCase() === domain.toLowerCase()) return mail.toLowerCase();
  return readThreadId(id, domain)?.mailId ?? null;
}
