import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import type { ParsedMail, Unreadable } from './parsed-mail.ts';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

type Texts = { noText: string; noSubject: string; notTaken: string; unreadable: Record<Unreadable, string> };
const TEXTS: Record<InterfaceLanguage, Texts> = { en, ru };

/** What the program writes into requests about mails. */
export const mailWords = (language: InterfaceLanguage): Texts => TEXTS[language];

/** The text of a message that a mail becomes: its own, or why there is none; and which of its files are missing. */
export function textOf(
  { text, unreadable }: Pick<ParsedMail, 'text' | 'unreadable'>,
  missing: readonly string[],
  language: InterfaceLanguage,
): string {
  const words = mailWords(language);
  const said = unreadable === null ? text.trim() || words.noText : words.unreadable[unreadable];
  // A few of them: names are the sender's, and there may be a hundred.
  const names = missing
    .slice(0, 20)
    .map((name) => name.slice(0, 200))
    .join(', ');
  return missing.length === 0 ? said : `${said}\n\n${words.notTaken.replace('{{names}}', () => names)}`;
}
