/** The longest text that can be searched for. */
export const SEARCH_MAX = 200;

/** Reads the text searched for from the address bar. */
export const readSearchText = ({ q }: Record<string, unknown>): { q?: string } =>
  (typeof q === 'string' || typeof q === 'number') && String(q).trim() !== ''
    ? { q: String(q).slice(0, SEARCH_MAX) }
    : {};
