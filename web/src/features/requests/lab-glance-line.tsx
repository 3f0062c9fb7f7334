import type { LabGlance } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { useFindingWords } from '../lab/use-finding-words.ts';

interface LabGlanceLineProps {
  glance: LabGlance;
  /** Stands last: what was said comes after what was found. */
  excerpt: string;
}

/** What is known of the files of a submission, in one line: findings, who else sent them, and what was said of them. */
export function LabGlanceLine({ glance: { outcomes, findings, companies, verdict }, excerpt }: LabGlanceLineProps) {
  const { t } = useTranslation('requests');
  const wordsOf = useFindingWords();
  const told = [
    ...outcomes.map((outcome) => t(`object.outcome.${outcome}`)),
    ...findings.map(wordsOf),
    companies > 1 && t('glance.companies', { count: companies }),
    verdict !== null && t('glance.verdict', { verdict: t(`verdict.${verdict}`) }),
    excerpt,
  ].filter((one) => one !== false);
  return told.join(' · ');
}
