import type { LabGlance } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { useFindingWords } from '../lab/use-finding-words.ts';

/** What is known of the files of a submission, in one line: findings first, then who else sent them and what was said. */
export function LabGlanceLine({ glance: { outcomes, findings, companies, verdict } }: { glance: LabGlance }) {
  const { t } = useTranslation('requests');
  const wordsOf = useFindingWords();
  const told = [
    ...outcomes.map((outcome) => t(`object.outcome.${outcome}`)),
    ...findings.map(wordsOf),
    companies > 1 && t('glance.companies', { count: companies }),
    verdict !== null && t('glance.verdict', { verdict: t(`verdict.${verdict}`) }),
  ].filter((one) => one !== false);
  return told.map((one) => ` · ${one}`);
}
