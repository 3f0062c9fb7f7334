import type { LabStage, Request } from '@companyaccount/contract';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './stage-line.module.css';

/** The way of most submissions; the stages beside it take the place of the analyst's. */
const WAY = ['received', 'automatic_result', 'with_analyst', 'final_verdict', 'published'] as const;
const BESIDE: Partial<Record<LabStage, LabStage>> = {
  need_information: 'with_analyst',
  disputed: 'with_analyst',
  closed: 'published',
};

/** The stages of a lab request as steps, with a sentence about the present one. */
export function StageLine({ request: { labStage } }: { request: Request }) {
  const { t } = useTranslation('requests');
  if (labStage === null) return null;
  const place = WAY.findIndex((stage) => stage === (BESIDE[labStage] ?? labStage));
  return (
    <section className={styles['stages']} aria-label={t('stages')}>
      <ol className={styles['line']}>
        {WAY.map((stage, index) => (
          <li
            key={stage}
            className={styles['step']}
            data-state={index < place ? 'done' : index === place ? 'now' : 'ahead'}
            aria-current={index === place ? 'step' : undefined}
          >
            <span className={styles['mark']} aria-hidden>
              {index < place ? <IconCheck size={12} stroke={3} /> : index + 1}
            </span>
            <span className={styles['word']}>{t(`stage.${index === place ? labStage : stage}`)}</span>
          </li>
        ))}
      </ol>
      <p className={styles['says']}>{t(`stageSays.${labStage}`)}</p>
    </section>
  );
}
