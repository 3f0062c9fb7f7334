import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

type Texts = typeof en;
const TEXTS: Record<InterfaceLanguage, Texts> = { en, ru };

/** Puts values into their places. What they contain is never read as a place again. */
export const filled = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/gu, (place, name: string) => values[name] ?? place);

/** What the program writes into requests that it files, in the language of the person concerned. */
export const caseTexts = (language: InterfaceLanguage): Texts => TEXTS[language];
