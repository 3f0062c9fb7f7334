import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract';
import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Resources } from './resources.ts';

const files = import.meta.glob<{ default: object }>('./*/*.json');
const STORAGE_KEY = 'language';

async function read(language: string, namespace: string, callback: ReadCallback): Promise<void> {
  try {
    const texts = await files[`./${language}/${namespace}.json`]?.();
    callback(null, texts?.default ?? {});
  } catch (error) {
    callback(error instanceof Error ? error : String(error), false);
  }
}

const lazyFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, callback) => void read(language, namespace, callback),
};

const isLanguage = (value: string | null): value is InterfaceLanguage =>
  INTERFACE_LANGUAGES.some((language) => language === value);

function firstLanguage(): InterfaceLanguage {
  const stored = localStorage.getItem(STORAGE_KEY);
  if (isLanguage(stored)) return stored;
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return asked ?? 'en';
}

function markDocument(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

/** Loads the reader's language: the one chosen here before, else the browser's, else English. */
export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', markDocument);
  await i18next
    .use(lazyFiles)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: 'en',
      supportedLngs: INTERFACE_LANGUAGES,
      ns: ['common', 'errors'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
    });
}

/** Loads the texts of a feature; routes call it so that a page never shows half its words. */
export const loadTexts = (...namespaces: (keyof Resources)[]): Promise<void> => i18next.loadNamespaces(namespaces);

/** Changes the language of the page and remembers it in this browser. */
export async function changeLanguage(language: InterfaceLanguage): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

/** The language the page is in now. */
export const currentLanguage = (): InterfaceLanguage => (isLanguage(i18next.language) ? i18next.language : 'en');
