import type { LAB_KINDS } from '@companyaccount/contract/requests';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

type Texts = { sender: string; kind: Record<(typeof LAB_KINDS)[number], string>; more: string };
const TEXTS: Record<InterfaceLanguage, Texts> = { en, ru };

/** What the program writes into submissions of people without an account, in their language. */
export const submissionTexts = (language: InterfaceLanguage): Texts => TEXTS[language];
