import type { DeliveryReport } from './delivery-report.ts';
import { MAIL_KINDS, type MailKind } from './mail-kind.ts';

/** A larger mail is not opened. */
export const MAIL_BYTES_MAX = 40 * 1024 ** 2;
/** Parts within parts. */
export const NESTING_MAX = 30;
/** Headers of all parts together. */
export const HEADERS_MAX = 512 * 1024;
/** Files of one mail; more are not taken, as nobody may send more with a message. */
export const MAIL_FILES_MAX = 20;
/** Characters of the text, and of what is folded. */
export const MAIL_TEXT_MAX = 49_000;
/** Addresses and Message-IDs of one mail that are looked at. */
const NAMES_MAX = 100;
const NAME_MAX = 998;

/** Why a mail could not be opened. */
export const UNREADABLE = ['too_large', 'too_deep', 'too_much', 'malformed'] as const;
export type Unreadable = (typeof UNREADABLE)[number];

export interface MailFile {
  name: string;
  content: Buffer;
}

/** A mail as an isolated process read it; everything in it is the sender's word. */
export interface ParsedMail {
  kind: MailKind;
  /** null: there is none, or several. */
  from: string | null;
  fromName: string;
  /** Every address it says it went to. */
  to: string[];
  subject: string;
  messageId: string | null;
  /** The mails that it says it answers, the nearest first. */
  answers: string[];
  /** What the last servers on its way found out about its sender, as they wrote it. */
  authentication: string[];
  text: string;
  quoted: string | null;
  files: MailFile[];
  /** Names of files that are beyond the number. */
  leftOut: string[];
  report: DeliveryReport | null;
  /** null: all of it was opened; else only its head was. */
  unreadable: Unreadable | null;
}

/** A mail with a sender, under the id by which it is kept. */
export interface SentMail extends ParsedMail {
  id: string;
  from: string;
}

/** The same as words of a frame: files by their lengths, their bytes follow one another. */
export type MailWords = Omit<ParsedMail, 'files'> & { files: { name: string; size: number }[] };

/** What an isolated process answered is no mail. */
export class AnswerBroken extends Error {
  override name = 'AnswerBroken';
}

const broken = (what: string): never => {
  throw new AnswerBroken(what);
};
const text = (value: unknown, most: number): string =>
  typeof value === 'string' && value.length <= most && value.isWellFormed() && !value.includes('\0')
    ? value
    : broken('text');
const maybe = (value: unknown, most: number): string | null => (value === null ? null : text(value, most));
const texts = (value: unknown): string[] =>
  Array.isArray(value) && value.length <= NAMES_MAX
    ? (value as unknown[]).map((one) => text(one, NAME_MAX))
    : broken('list');
const among = <T extends string>(value: unknown, of: readonly T[]): T =>
  of.find((one) => one === value) ?? broken('word');
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : broken('object');

function readReport(value: unknown): DeliveryReport | null {
  if (value === null) return null;
  const { originalId, address, failed, reason } = record(value);
  return {
    originalId: maybe(originalId, NAME_MAX),
    address: maybe(address, NAME_MAX),
    failed: failed === true,
    reason: text(reason, NAME_MAX),
  };
}

function readFiles(value: unknown, bytes: Buffer): MailFile[] {
  if (!Array.isArray(value) || value.length > MAIL_FILES_MAX) return broken('files');
  let at = 0;
  return (value as unknown[]).map((one) => {
    const { name, size } = record(one);
    if (!Number.isSafeInteger(size) || Number(size) < 0 || at + Number(size) > bytes.length) return broken('file');
    const content = bytes.subarray(at, (at += Number(size)));
    return { name: text(name, NAME_MAX), content };
  });
}

/** Believes an isolated process only as far as its answer has the form of a mail. Throws AnswerBroken. */
export function readParsedMail(words: Record<string, unknown>, bytes: Buffer): ParsedMail {
  return {
    kind: among(words['kind'], MAIL_KINDS),
    from: maybe(words['from'], NAME_MAX),
    fromName: text(words['fromName'], NAME_MAX),
    to: texts(words['to']),
    subject: text(words['subject'], NAME_MAX),
    messageId: maybe(words['messageId'], NAME_MAX),
    answers: texts(words['answers']),
    authentication: texts(words['authentication']),
    text: text(words['text'], MAIL_TEXT_MAX),
    quoted: maybe(words['quoted'], MAIL_TEXT_MAX),
    files: readFiles(words['files'], bytes),
    leftOut: texts(words['leftOut']),
    report: readReport(words['report']),
    unreadable: words['unreadable'] === null ? null : among(words['unreadable'], UNREADABLE),
  };
}

/** Keeps a list within what the answer may hold. */
export const fewNames = (names: readonly string[]): string[] =>
  names.slice(0, NAMES_MAX).map((name) => oneLine(name).slice(0, NAME_MAX));

const cut = (value: string): string => value.toWellFormed().replaceAll('\0', '');

/** A header's value on one line. */
export const oneLine = (value: string): string =>
  Array.from(
    cut(value)
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim(),
  )
    .slice(0, 400)
    .join('');

/** Text of several lines without what is neither letter nor line, at most so long as a message may be. */
export function fewLines(value: string): string {
  const lines = cut(value)
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replaceAll(/[^\P{Cc}\n\t]+/gu, '')
    .replaceAll('\u00A0', ' ')
    .replaceAll(/[ \t]+$/gmu, '')
    .replaceAll(/\n{4,}/gu, '\n\n\n');
  return lines.length <= MAIL_TEXT_MAX ? lines : `${lines.slice(0, MAIL_TEXT_MAX - 2).toWellFormed()}…`;
}
