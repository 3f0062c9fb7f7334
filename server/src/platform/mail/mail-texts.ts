import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract/schema';
import { createInstance } from 'i18next';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

export type MailTemplate = keyof typeof en;

const texts = createInstance();
await texts.init({
  fallbackLng: 'en',
  supportedLngs: INTERFACE_LANGUAGES,
  resources: { en: { translation: en }, ru: { translation: ru } },
  // Mail is plain text; a mail header never gets a line break (see `oneLine`).
  interpolation: { escapeValue: false, skipOnVariables: true },
});

/** Control characters would let a name write headers of its own. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** A quote keeps its lines, and nothing else that is no letter. */
const manyLines = (text: string) =>
  text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[^\P{Cc}\n]+/gu, ' ')
    .trim();

/** Writes a mail in the recipient's language. Values are put in as they are; there is no logic in a template. */
export function writeMail(
  template: MailTemplate,
  language: InterfaceLanguage,
  values: Record<string, string>,
  quote = '',
): { subject: string; text: string } {
  const clean = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, oneLine(value)]));
  return {
    subject: oneLine(texts.t(`${template}.subject`, { lng: language, ...clean })),
    text: texts.t(`${template}.text`, { lng: language, ...clean, quote: manyLines(quote) }),
  };
}
