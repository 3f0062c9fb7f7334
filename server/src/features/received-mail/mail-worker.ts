import PostalMime, { type Email } from 'postal-mime';
import { answerFrames } from '#platform/isolated/answer-frames.ts';
import { contentOf, type OwnSigns } from './mail-content.ts';
import { HEADERS_MAX, type MailWords, NESTING_MAX, type Unreadable, UNREADABLE } from './parsed-mail.ts';

// Runs in an isolated process: mails from outside are opened here and nowhere else.

const parse = (bytes: Uint8Array): Promise<Email> =>
  PostalMime.parse(bytes, {
    maxNestingDepth: NESTING_MAX,
    maxHeadersSize: HEADERS_MAX,
    maxRfc822NestingDepth: 0,
    forceRfc822Attachments: true,
  });

/** The head alone, without what it says of the parts below. */
function headOf(bytes: Buffer): Buffer {
  const end = Math.min(
    ...[bytes.indexOf('\r\n\r\n'), bytes.indexOf('\n\n')].filter((at) => at !== -1),
    HEADERS_MAX / 4,
  );
  const lines = bytes.toString('latin1', 0, end);
  return Buffer.from(
    `${lines.replaceAll(/^content-(?:type|transfer-encoding|disposition):/gimu, 'x-$&')}\r\n\r\n`,
    'latin1',
  );
}

const whyNot = (error: unknown): Unreadable => {
  const { message } = error instanceof Error ? error : { message: '' };
  if (/nesting/iu.test(message)) return 'too_deep';
  return /header/iu.test(message) ? 'too_much' : 'malformed';
};

/** Opens a mail; of one that cannot be opened, the head. `known` says that it cannot. */
async function open(bytes: Buffer, own: OwnSigns, known: Unreadable | null) {
  let why = known;
  if (why === null) {
    try {
      return contentOf(await parse(bytes), own);
    } catch (error) {
      why = whyNot(error);
    }
  }
  return contentOf(await parse(headOf(bytes)), own, why);
}

await answerFrames(async ({ words, bytes }) => {
  const own = { domain: String(words['domain']), address: String(words['address']) };
  const known = UNREADABLE.find((why) => why === words['unreadable']) ?? null;
  const { files, ...mail } = await open(bytes, own, known);
  const answer: MailWords = { ...mail, files: files.map(({ name, content }) => ({ name, size: content.length })) };
  return { words: { ...answer }, bytes: Buffer.concat(files.map(({ content }) => content)) };
});
