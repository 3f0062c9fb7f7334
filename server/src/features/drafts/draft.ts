import type { DraftKey } from '@companyaccount/contract/drafts';

/** Files of a draft are kept so long after it was last written on, longer than those that nothing names. */
export const FILES_KEPT_DAYS = 7;

/** The request that a draft answers or notes something about; null for all others. */
export function requestIdOf(key: DraftKey): string | null {
  const [form, id = ''] = key.split(':');
  return form === 'reply' || form === 'note' ? id : null;
}

/** How a draft is told from others in a list: its first words, in one line. */
export const excerptOf = (text: string | null): string => (text ?? '').replaceAll(/\s+/gu, ' ').trim().slice(0, 200);
