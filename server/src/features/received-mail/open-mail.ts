import { fileURLToPath } from 'node:url';
import { IsolatedFailure } from '#platform/isolated/isolated-process.ts';
import { IsolatedPool } from '#platform/isolated/isolated-pool.ts';
import type { OwnSigns } from './mail-content.ts';
import {
  AnswerBroken,
  HEADERS_MAX,
  MAIL_BYTES_MAX,
  type ParsedMail,
  readParsedMail,
  type Unreadable,
} from './parsed-mail.ts';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** Packages with all that they need in turn: code, and nothing of this installation. */
const PACKAGES = ['postal-mime', 'html-to-text'].map((name) =>
  fileURLToPath(import.meta.resolve(name)).replace(/(?<=[\\/]node_modules[\\/]).*$/u, ''),
);
const CODE = [
  ...['delivery-report', 'html-text', 'mail-content', 'mail-kind', 'parsed-mail', 'quoted-text'].map((name) =>
    pathOf(`${name}.ts`),
  ),
  ...new Set(PACKAGES),
];

/** The isolated processes that open mails; one at once, since mail can wait. */
export const createMailPool = () =>
  new IsolatedPool({
    file: pathOf('mail-worker.ts'),
    readable: CODE,
    processes: 1,
    memoryBytes: 1024 ** 3,
    // Seconds are enough, but a machine may have much else to do, and an honest mail would be given up.
    milliseconds: 120_000,
    answerBytes: MAIL_BYTES_MAX,
  });

const WHY: Record<IsolatedFailure['reason'], Unreadable> = {
  time: 'too_much',
  memory: 'too_much',
  broken_answer: 'malformed',
  crashed: 'malformed',
  failed: 'malformed',
};

/**
 * Opens a mail in an isolated process. One that takes too much, or cannot be read, is opened as far as its head; null
 * when even that fails.
 */
export async function openMail(pool: IsolatedPool, bytes: Buffer, own: OwnSigns): Promise<ParsedMail | null> {
  let unreadable: Unreadable | null = bytes.length > MAIL_BYTES_MAX ? 'too_large' : null;
  for (const last of [false, true]) {
    try {
      const piece = unreadable === null ? bytes : bytes.subarray(0, HEADERS_MAX);
      const answer = await pool.ask({ words: { ...own, unreadable }, bytes: piece });
      return readParsedMail(answer.words, answer.bytes);
    } catch (error) {
      const reason =
        error instanceof AnswerBroken ? 'broken_answer' : error instanceof IsolatedFailure ? error.reason : null;
      if (reason === null) throw error;
      if (last || unreadable !== null) return null;
      unreadable = WHY[reason];
    }
  }
  return null;
}
