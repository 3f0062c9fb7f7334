import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

type Texts = typeof en;
const TEXTS: Record<InterfaceLanguage, Texts> = { en, ru };

/** What the program writes into requests that it files, in the language of the person concerned. */
export const caseTexts = (language: InterfaceLanguage): Texts => TEXTS[language];
