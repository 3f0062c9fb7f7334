import type { BrowserContextOptions } from '@playwright/test';
import type { Language } from './words.ts';

/** How a page is looked at. */
export interface Look {
  language: Language;
  theme: 'light' | 'dark';
  width: number;
}

/** What nothing else is asked for. */
export const USUAL: Look = { language: 'en', theme: 'light', width: 1280 };

const WIDTHS = [390, 1280, 1920] as const;
const HEIGHTS: Readonly<Record<number, number>> = { 360: 740, 390: 844, 1280: 800, 1920: 1080 };

/** Every combination of width, theme and language. */
export const ALL_LOOKS: readonly Look[] = WIDTHS.flatMap((width) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['en', 'ru'] as const).map((language) => ({ width, theme, language })),
  ),
);

/** Any two of width, theme and language meet in one of these. */
export const PAIRWISE: readonly Look[] = [
  { width: 390, theme: 'light', language: 'ru' },
  { width: 1280, theme: 'dark', language: 'en' },
  { width: 1920, theme: 'light', language: 'en' },
  { width: 390, theme: 'dark', language: 'en' },
  { width: 1280, theme: 'light', language: 'ru' },
  { width: 1920, theme: 'dark', language: 'ru' },
];

/** The window of a width, in pixels. */
export const sizeOf = (width: number) => ({ width, height: HEIGHTS[width] ?? 800 });

/** A browser set to a look. Motion is reduced so that nothing is judged while it moves. */
export const contextOf = ({ language, theme, width }: Look, baseURL: string): BrowserContextOptions => ({
  baseURL,
  locale: language === 'ru' ? 'ru-RU' : 'en-GB',
  colorScheme: theme,
  viewport: sizeOf(width),
  reducedMotion: 'reduce',
});
