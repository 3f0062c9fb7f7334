// The more particular names come first: most browsers also call themselves Chrome and Safari.
const BROWSERS: readonly [RegExp, string][] = [
  [/YaBrowser\//u, 'Yandex Browser'],
  [/Edg(?:e|A|iOS)?\//u, 'Edge'],
  [/OPR\//u, 'Opera'],
  [/Firefox\/|FxiOS\//u, 'Firefox'],
  [/Chrome\/|Chromium\/|CriOS\//u, 'Chrome'],
  [/Safari\//u, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/u, 'Windows'],
  [/Android/u, 'Android'],
  [/iPad/u, 'iPadOS'],
  [/iPhone/u, 'iOS'],
  [/Mac OS X/u, 'macOS'],
  [/CrOS/u, 'ChromeOS'],
  [/Linux/u, 'Linux'],
];

const nameOf = (names: readonly [RegExp, string][], text: string) =>
  names.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** Browser and system as a `User-Agent` header names them; good enough to recognise one's own, proof of nothing. */
export const deviceOf = (userAgent: string): { browser: string | null; system: string | null } => ({
  browser: nameOf(BROWSERS, userAgent),
  system: nameOf(SYSTEMS, userAgent),
});
