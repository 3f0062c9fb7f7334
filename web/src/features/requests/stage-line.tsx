import { type LabStage, type Request, type RequestStatus, stageTimes } from '@companyaccount/contract';
import type { ReactNode } from 'react';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { timelineQuery } from './request-queries.ts';
import styles from './stage-line.module.css';

import { SubmissionObjects } from './submission-objects.tsx';

/** The way of most submissions; the stages beside it take the place of the analyst's. */
const WAY = ['received', 'automatic_result', 'with_analyst', 'final_verdict', 'published'] as const;
const BESIDE: Partial<Record<LabStage, LabStage>> = {
  need_information: 'with_analyst',
  disputed: 'with_analyst',
  closed: 'published',
};

/** The stages of a lab request, with what was submitted. */
export function StageLine({ request: { id, labStage, status } }: { request: Request }) {
  const timeline = useQuery(timelineQuery(id)).data ?? [];
  if (labStage === null) return null;
  return (
    <Stages labStage={labStage} status={status} times={stageTimes(timeline)}>
      <SubmissionObjects requestId={id} />
    </Stages>
  );
}

interface StagesProps {
  labStage: LabStage;
  status: RequestStatus;
  times: Partial<Record<LabStage, string>>;
  /** What was submitted. */
  children: ReactNode;
}

/** Stages as steps, with a sentence about the present one. */
export function Stages({ labStage, status, times, children }: StagesProps) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const now = useNow();
  const place = WAY.findIndex((stage) => stage === (BESIDE[labStage] ?? labStage));
  return (
    <section className={styles['stages']} aria-label={t('stages')}>
      <ol className={styles['line']}>
        {WAY.map((stage, index) => {
          const shown = index === place ? labStage : stage;
          const at = index > place ? undefined : times[shown];
          return (
            <li
              key={stage}
              className={styles['step']}
              data-state={index < place ? 'done' : index === place ? 'now' : 'ahead'}
              aria-current={index === place ? 'step' : undefined}
            >
              <span className={styles['mark']} aria-hidden>
                {index < place ? <IconCheck size={12} stroke={3} /> : index + 1}
              </span>
              <span className={styles['word']}>
                {t(`stage.${shown}`)}
                {at !== undefined && (
                  <time className={styles['time']} dateTime={at} title={formats.exact(at)}>
                    {formats.near(at, now)}
                  </time>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={styles['says']}>
        {t(`stageSays.${labStage === 'final_verdict' && status === 'open' ? 'final_verdict_due' : labStage}`)}
      </p>
      {children}
    </section>
  );
}
