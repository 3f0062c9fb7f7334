import { readFileSync } from 'node:fs';

export type Language = 'en' | 'ru';
/** The text of a key such as `requests:status.new`, with its places filled in. */
export type Words = (key: string, values?: Record<string, string>) => string;

/** The texts a person reads in a language, so that tests look for what stands on the page. */
export function words(language: Language): Words {
  const files = new Map<string, unknown>();
  return (key, values = {}) => {
    const [file = '', path = ''] = key.split(':');
    if (!files.has(file)) {
      const source = new URL(`../../web/src/i18n/${language}/${file}.json`, import.meta.url);
      files.set(file, JSON.parse(readFileSync(source, 'utf8')));
    }
    const text = path.split('.').reduce<unknown>(memberOf, files.get(file));
    if (typeof text !== 'string') throw new Error(`There is no text ${key} in ${language}.`);
    return text.replaceAll(/\{\{(\w+)\}\}/gu, (place, name: string) => values[name] ?? place);
  };
}

const memberOf = (texts: unknown, name: string): unknown =>
  typeof texts === 'object' && texts !== null ? (texts as Record<string, unknown>)[name] : undefined;
