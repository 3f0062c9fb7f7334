/** What somebody wrote, and what they only sent along: the mail they answer, their signature. */
export interface Divided {
  text: string;
  /** null: there is none. */
  quoted: string | null;
}

const QUOTED = /^[ \t]*>/u;
const isQuoted = (line: string | undefined): boolean => line !== undefined && QUOTED.test(line);
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

/** `From: …` and its like above a mail that Outlook sends along, in the languages of its users. */
const HEAD_LINES = [
  /^\*?(?:from|sent|date|to|cc|subject|reply-to|importance)\s*:/iu,
  /^\*?(?:от|отправлено|дата|кому|копия|тема|важность)\s*:/iu,
  /^\*?(?:差出人|送信者|送信日時|送信日|日時|宛先|cc|件名)\s*[:：]/iu,
  /^\*?(?:von|gesendet|datum|an|betreff|de|envoyé|à|objet|enviado|para|asunto|assunto)\s*:/iu,
];
const FIRST_HEAD_LINE = /^\*?(?:from|от|差出人|送信者|von|de)\s*[:：]/iu;
const isHeadLine = (line: string | undefined): boolean =>
  line !== undefined && HEAD_LINES.some((one) => one.test(line.trim()));

/** `-----Original Message-----` and its like. */
const RULED =
  /^\s*[-_]{2,}\s*(?:original message|original appointment|исходное сообщение|оригинальное сообщение|元のメッセージ|original[- ]nachricht|ursprüngliche nachricht|message d'origine|mensaje original|mensagem original)\s*[-_]{2,}\s*$/iu;
const LONG_RULE = /^\s*_{20,}\s*$/u;
const SIGNATURE = /^-- ?$/u;
/** So many lines above a quotation may say who wrote it when. */
const INTRODUCTION_LINES = 3;
const INTRODUCTION_LENGTH = 400;

/** Whether lines end by introducing what somebody else wrote: a colon, and a time or an address before it. */
function introduces(lines: readonly string[]): boolean {
  const said = lines.join(' ').trim();
  return said.length <= INTRODUCTION_LENGTH && /[:：]$/u.test(said) && /[\d@]/u.test(said);
}

/** Where the words begin that introduce a quotation which begins at `at`; `at` itself where nothing does. */
function introductionOf(lines: readonly string[], at: number): number {
  let end = at;
  while (end > 0 && isBlank(lines[end - 1])) end -= 1;
  for (let count = 1; count <= INTRODUCTION_LINES; count += 1) {
    const start = end - count;
    if (start < 0 || isBlank(lines[start]) || isQuoted(lines[start])) break;
    if (introduces(lines.slice(start, end))) return start;
  }
  return at;
}

/** Where the head of a mail begins that is sent along whole, without marks of quotation. */
function sentAlong(lines: readonly string[]): number {
  const at = lines.findIndex((line, n) => {
    if (RULED.test(line)) return true;
    if (!FIRST_HEAD_LINE.test(line.trim())) return false;
    return lines.slice(n, n + 8).filter(isHeadLine).length >= 3;
  });
  if (at <= 0) return at;
  let start = at;
  while (start > 0 && (isBlank(lines[start - 1]) || LONG_RULE.test(lines[start - 1] ?? ''))) start -= 1;
  return start;
}

/** Where the marked lines begin with which a mail ends; -1 when it does not end so. */
function trailingQuote(lines: readonly string[]): number {
  let at = lines.length;
  while (at > 0 && (isBlank(lines[at - 1]) || isQuoted(lines[at - 1]))) at -= 1;
  while (at < lines.length && isBlank(lines[at])) at += 1;
  return at < lines.length ? at : -1;
}

/** Past the marked lines with which a mail begins, where all the answer stands below; 0 when it does not begin so. */
function leadingQuote(lines: readonly string[]): number {
  const first = lines.findIndex((line) => isQuoted(line));
  if (first === -1) return 0;
  const introduction = introductionOf(lines, first);
  if (introduction === first && first > 0) return 0;
  if (lines.slice(0, introduction).some((line) => !isBlank(line))) return 0;
  let end = first;
  while (isQuoted(lines[end]) || (isBlank(lines[end]) && end < lines.length)) end += 1;
  return lines.slice(end).some(isQuoted) ? 0 : end;
}

const trimmed = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/^\s*\n/u, '')
    .trimEnd();

/** Where everything begins that stands below somebody's own words; the length where nothing does. */
function endOfWords(lines: readonly string[]): number {
  const along = sentAlong(lines);
  const above = along === -1 ? lines : lines.slice(0, along);
  const quote = along === -1 ? trailingQuote(lines) : -1;
  const words = quote === -1 ? above : above.slice(0, introductionOf(lines, quote));
  const signature = words.findIndex((line) => SIGNATURE.test(line));
  return signature === -1 ? words.length : signature;
}

/**
 * Divides the text of a mail. Quotations between somebody's own words stay where they are, for the words answer them; a
 * mail that is nothing but a quotation is left whole.
 */
export function divide(whole: string): Divided {
  const lines = whole.split('\n');
  const end = endOfWords(lines);
  const start = leadingQuote(lines.slice(0, end));
  const text = trimmed(lines.slice(start, end));
  if (text === '') return { text: trimmed(lines), quoted: null };
  const quoted = [trimmed(lines.slice(0, start)), trimmed(lines.slice(end))].filter((part) => part !== '').join('\n\n');
  return { text, quoted: quoted === '' ? null : quoted };
}
