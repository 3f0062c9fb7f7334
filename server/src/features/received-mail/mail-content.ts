import { type Address, addressParser, type Attachment, type Email } from 'postal-mime';
import { readDeliveryReport } from './delivery-report.ts';
import { htmlText } from './html-text.ts';
import { kindOf } from './mail-kind.ts';
import {
  fewLines,
  fewNames,
  MAIL_FILES_MAX,
  type MailFile,
  oneLine,
  type ParsedMail,
  type Unreadable,
} from './parsed-mail.ts';
import { divide } from './quoted-text.ts';

/** What a mail of ours looks like, so that one that comes back is known. */
export interface OwnSigns {
  /** Domain of our Message-IDs. */
  domain: string;
  /** Our sender's address. */
  address: string;
}

const valuesOf = (mail: Email, name: string): string[] =>
  mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
const firstOf = (mail: Email, name: string): string => valuesOf(mail, name)[0] ?? '';

const mailboxes = (addresses: readonly (Address | undefined)[]): string[] =>
  addresses.flatMap((one) => {
    if (one === undefined) return [];
    return one.group === undefined ? [one.address] : one.group.map(({ address }) => address);
  });

const asAddress = (value: string): string => value.trim().replace(/^<|>$/gu, '').toLowerCase();
const isAddress = (value: string): boolean => /^[^\s@<>"]+@[^\s@<>"]+$/u.test(value);
const idsIn = (value: string): string[] => value.match(/<[^<>\s]+>/gu) ?? [];

/** Whose mail it is; null where it does not name exactly one: then none of them can be believed. */
function senderOf(mail: Email): { from: string | null; fromName: string } {
  const lines = valuesOf(mail, 'from');
  const [one, another] = lines.flatMap((line) => addressParser(line, { flatten: true }));
  if (one === undefined || another !== undefined) return { from: null, fromName: '' };
  const address = asAddress(one.address ?? '');
  return { from: isAddress(address) ? address : null, fromName: oneLine(mail.from?.name ?? '') };
}

/** Where it went, by what its sender and the servers on its way wrote. */
const recipientsOf = (mail: Email): string[] =>
  [
    ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'].flatMap((name) => valuesOf(mail, name)),
    ...mailboxes([...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])]),
  ]
    .map(asAddress)
    .filter(isAddress);

/** Message-IDs of ours are `<uuid@domain>` or `<r.….…@domain>`. */
const isOurId = (id: string, { domain }: OwnSigns): boolean =>
  id.toLowerCase().endsWith(`@${domain.toLowerCase()}>`) && /^<(?:r\.[a-z2-7]{26}\.|[0-9a-f-]{36}@)/iu.test(id);

function kindOfMail(mail: Email, from: string | null, own: OwnSigns) {
  const [messageId = ''] = idsIn(firstOf(mail, 'message-id'));
  return kindOf({
    contentType: firstOf(mail, 'content-type'),
    returnPath: valuesOf(mail, 'return-path')[0]?.trim() ?? null,
    from: from ?? '',
    subject: mail.subject ?? '',
    autoSubmitted: firstOf(mail, 'auto-submitted'),
    precedence: firstOf(mail, 'precedence'),
    autoResponseSuppress: firstOf(mail, 'x-auto-response-suppress'),
    names: mail.headers.map(({ key }) => key),
    hops: valuesOf(mail, 'received').length,
    isOurs: isOurId(messageId, own) || from === own.address.toLowerCase(),
  });
}

const bytesOf = ({ content }: Attachment): Buffer =>
  typeof content === 'string'
    ? Buffer.from(content)
    : content instanceof Uint8Array
      ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
      : Buffer.from(content);

const EXTENSIONS: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'application/pdf': '.pdf',
};
/** Pictures of a pixel tell that a mail was opened; nobody sends one on purpose. */
const TRACKER_BYTES = 100;

const nameOf = ({ filename, mimeType }: Attachment, position: number): string =>
  oneLine(filename ?? '') || `${position + 1}${EXTENSIONS[mimeType] ?? ''}`;

/** Files that somebody sent, those drawn within the text too. */
const isFile = (part: Attachment): boolean =>
  part.mimeType !== 'application/pgp-signature' &&
  !(part.related === true && part.mimeType.startsWith('image/') && bytesOf(part).length < TRACKER_BYTES);

/** The part of a report that machines read, and the mail it is about. */
function reportOf(mail: Email) {
  const part = (...types: string[]) => mail.attachments.find(({ mimeType }) => types.includes(mimeType));
  const textOf = (found: Attachment | undefined) =>
    found === undefined ? null : bytesOf(found).toString('utf8', 0, 65_536);
  return readDeliveryReport(
    textOf(part('message/delivery-status', 'message/global-delivery-status')),
    textOf(part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/rfc822-headers')),
  );
}

/** The mail as the program takes it: words without control characters, quotations apart, files by their names. */
export function contentOf(mail: Email, own: OwnSigns, unreadable: Unreadable | null = null): ParsedMail {
  const { from, fromName } = senderOf(mail);
  const kind = kindOfMail(mail, from, own);
  const typed = mail.text === undefined || mail.text.trim() === '' ? htmlText(mail.html ?? '') : mail.text;
  const { text, quoted } = divide(fewLines(typed));
  const parts = unreadable === null ? mail.attachments.filter(isFile) : [];
  const files = parts.map((part, n): MailFile => ({ name: nameOf(part, n), content: bytesOf(part) }));
  const [messageId = null] = idsIn(firstOf(mail, 'message-id'));
  const answers = [...idsIn(firstOf(mail, 'in-reply-to')), ...idsIn(firstOf(mail, 'references')).toReversed()];
  return {
    kind,
    from,
    fromName,
    to: fewNames([...new Set(recipientsOf(mail))]),
    subject: oneLine(mail.subject ?? ''),
    messageId: messageId === null ? null : oneLine(messageId),
    answers: fewNames([...new Set(answers)]),
    authentication: fewNames(valuesOf(mail, 'authentication-results')),
    text: unreadable === null ? text : '',
    quoted: unreadable === null ? quoted : null,
    files: files.slice(0, MAIL_FILES_MAX),
    leftOut: fewNames(files.slice(MAIL_FILES_MAX).map(({ name }) => name)),
    report: kind === 'bounce' ? reportOf(mail) : null,
    unreadable,
  };
}
