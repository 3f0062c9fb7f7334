import { readFileSync } from 'node:fs';

/** Mails in the style of the programs that people use, written by hand. */
export const MAIL_SAMPLES = [
  'gmail',
  'gmail-html-only',
  'gmail-russian',
  'outlook',
  'outlook-russian',
  'outlook-japanese',
  'apple-mail',
  'thunderbird',
  'thunderbird-between',
  'japanese',
  'out-of-office',
  'bounce',
] as const;
export type MailSample = (typeof MAIL_SAMPLES)[number];

/** Where a sample goes to, and what of ours it refers to. */
export interface SamplePlaces {
  to?: string;
  root?: string;
  message?: string;
  recipient?: string;
}

/** A sample as it comes from a mail server; its places are filled in as bytes, for it may be in any encoding. */
export function mailSample(name: MailSample, places: SamplePlaces = {}): Buffer {
  const { to = 'support@reply.vendor.example', root = '', message = '', recipient = 'boris@acme.example' } = places;
  const text = readFileSync(new URL(`mails/${name}.eml`, import.meta.url), 'latin1');
  return Buffer.from(
    text
      .replaceAll('{TO}', to)
      .replaceAll('{ROOT}', root)
      .replaceAll('{MESSAGE}', message)
      .replaceAll('{RECIPIENT}', recipient)
      .replaceAll(/\r?\n/gu, '\r\n'),
    'latin1',
  );
}

/** A mail of a few headers and a text. */
export const plainMail = (headers: Record<string, string>, text: string): Buffer =>
  Buffer.from(
    `${Object.entries({ 'MIME-Version': '1.0', 'Content-Type': 'text/plain; charset=utf-8', ...headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n${text.replaceAll('\n', '\r\n')}`,
  );

/** A mail whose parts lie within one another, so many deep. */
export function nestedMail(headers: Record<string, string>, depth: number): Buffer {
  const open = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`,
  ).join('');
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return Buffer.from(`${head}MIME-Version: 1.0\r\n${open}Content-Type: text/plain\r\n\r\nat the bottom\r\n`);
}
