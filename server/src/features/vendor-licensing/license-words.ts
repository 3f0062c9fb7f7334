import type { InterfaceLanguage } from '@companyaccount/contract/schema';

const ENDLESS: Record<InterfaceLanguage, string> = { en: 'no end', ru: 'бессрочно' };

/** The end of a license for a mail: its day in UTC, in which days of licenses are counted. */
export const endInWords = (end: Date | null, language: InterfaceLanguage): string =>
  end === null
    ? ENDLESS[language]
    : new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(end);
