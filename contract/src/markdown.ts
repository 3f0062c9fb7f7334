const EMPHASIS_MARKS_MAX = 1000;
const LINE_START_MAX = 80;
/** Indentation and the marks of quotes and lists. */
const LINE_START = /^(?:\s|>|[-*+](?=\s)|\d{1,9}[.)](?=\s))*/u;

/**
 * Whether Markdown is read in a moment. The library (micromark) takes a time that grows with the square of the marks of
 * emphasis and of the marks a line begins with: seconds for a text made for it. Such a text is shown as it was typed.
 */
export function isQuickMarkdown(text: string): boolean {
  if ((text.match(/[*_]/gu)?.length ?? 0) > EMPHASIS_MARKS_MAX) return false;
  return text.split('\n').every((line) => (LINE_START.exec(line)?.[0].length ?? 0) <= LINE_START_MAX);
}
