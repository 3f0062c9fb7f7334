import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

type Texts = typeof en;
const TEXTS: Record<InterfaceLanguage, Texts> = { en, ru };

/** The sentences that mails about requests are put together from. */
export const newsTexts = (language: InterfaceLanguage): Texts => TEXTS[language];
