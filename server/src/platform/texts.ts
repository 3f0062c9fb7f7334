/** Puts values into their places. What they contain is never read as a place again. */
export const filled = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/gu, (place, name: string) => values[name] ?? place);
