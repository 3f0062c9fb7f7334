import { tagOf } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../../api/me.ts';
import type { Deed, Outcome } from './bulk.ts';

type Agents = readonly { id: string; name: string }[];

/** Reasons that have words of their own. */
const REASONS = ['transition_not_allowed', 'forbidden', 'not_found', 'version_moved', 'validation_failed'] as const;

/** Says what was done with requests, and why some were left as they are. */
export function useDeedWords() {
  const { t } = useTranslation('bulk');
  const me = useSignedIn();
  const deedWords = (deed: Deed, agents: Agents): string => {
    if (deed.deed === 'severity') return t('done.severity');
    if (deed.deed === 'tag' || deed.deed === 'untag') return t(`done.${deed.deed}`, { tag: tagOf(deed.tag ?? '') });
    if (deed.deed === 'status') return t(`done.${deed.status ?? 'open'}`);
    if (deed.personId == null) return t('done.unassigned');
    const name = agents.find(({ id }) => id === deed.personId)?.name;
    return deed.personId === me.id ? t('done.taken') : t('done.assigned', { name });
  };
  return {
    /** `what` is the number of a request where there is only one. */
    title: (deed: Deed, count: number, agents: Agents, what?: string): string =>
      `${what ?? t('what', { count })}: ${deedWords(deed, agents)}`,
    /** What did not happen; empty where everything did. */
    rest: ({ refused, codes }: Outcome): string => {
      if (refused === 0) return '';
      const reasons = new Set(codes.map((code) => t(`why.${REASONS.find((one) => one === code) ?? 'other'}`)));
      return t('rest', { count: refused, reasons: [...reasons].join(', ') });
    },
  };
}
