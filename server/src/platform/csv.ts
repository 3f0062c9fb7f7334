/** What a spreadsheet would take for the beginning of a formula, in full width too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export const inertText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** One line of a CSV file (RFC 4180), no cell of which is a formula. */
export const csvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => `"${inertText(cell ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`;
