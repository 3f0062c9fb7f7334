import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract/schema';
import { createInstance } from 'i18next';
import { htmlOf } from './mail-html.ts';
import { linesHtml, markdownHtml } from './markdown-html.ts';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

export type MailTemplate = keyof typeof en;

const texts = createInstance();
await texts.init({
  fallbackLng: 'en',
  supportedLngs: INTERFACE_LANGUAGES,
  resources: { en: { translation: en }, ru: { translation: ru } },
  // A template is plain text, HTML is made of it; a mail header never gets a line break (see `oneLine`).
  interpolation: { escapeValue: false, skipOnVariables: true },
});

/** Stand for what is put in last; no value can contain them (see `oneLine`). */
const QUOTE = '\uE000';
const LINKS = { link: '\uE001', settings: '\uE002', unsubscribe: '\uE003', rate: '\uE004' } as const;

/** Control characters would let a name write headers of its own. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\uE000-\uE004]+/gu, ' ').trim();

/** A quote keeps its lines, and nothing else that is no letter. */
const manyLines = (text: string) =>
  text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[^\P{Cc}\n]+/gu, ' ')
    .trim();

export interface Quote {
  text: string;
  /** The same as Markdown; without it, the lines of the text are kept as they are. */
  markdown?: string;
}

/**
 * Writes a mail in the recipient's language, as text and as HTML. Values are put in as they are; there is no logic in a
 * template, but a paragraph whose values are all empty is left out.
 */
export function writeMail(
  template: MailTemplate,
  language: InterfaceLanguage,
  values: Record<string, string> & { vendor: string },
  quote: Quote = { text: '' },
): { subject: string; text: string; html: string } {
  const clean = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, oneLine(value)]));
  const links = Object.entries(LINKS).flatMap(([name, sign]) => {
    const address = clean[name];
    return address === undefined || address === '' ? [] : [{ name, sign, address }];
  });
  const signs = Object.fromEntries(links.map(({ name, sign }) => [name, sign]));
  const subject = oneLine(texts.t(`${template}.subject`, { lng: language, ...clean }));
  const written = texts
    .t(`${template}.text`, { lng: language, ...clean, ...signs, quote: quote.text.trim() === '' ? '' : QUOTE })
    .replaceAll(/\n{3,}/gu, '\n\n');
  const withLinks = links.reduce((text, { sign, address }) => text.replaceAll(sign, () => address), written);
  const html =
    quote.markdown === undefined ? linesHtml(manyLines(quote.text)) : markdownHtml(manyLines(quote.markdown));
  return {
    subject,
    text: withLinks.replaceAll(QUOTE, () => manyLines(quote.text)),
    html: htmlOf(written, { language, subject, vendor: clean['vendor'] ?? '', quote: { sign: QUOTE, html }, links }),
  };
}
