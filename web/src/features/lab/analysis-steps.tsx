import type { Sample, StepResult } from '@companyaccount/contract';
import { type Icon, IconAlertTriangle, IconCircleCheck, IconLoader, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './sample.module.css';
import { isWarning, useFindingWords } from './use-finding-words.ts';

const SIGNS: Record<StepResult['state'] | 'skipped', { icon: Icon; tone: Tone }> = {
  waiting: { icon: IconLoader, tone: 'neutral' },
  done: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconAlertTriangle, tone: 'warn' },
  skipped: { icon: IconMinus, tone: 'neutral' },
};

/** The steps of the last analysis, each with what it found and how long it took. */
export function AnalysisSteps({ analysis }: Pick<Sample, 'analysis'>) {
  const { t } = useTranslation('lab');
  const formats = useFormats();
  if (analysis === null) return null;
  return (
    <section>
      <h2 className={styles['heading']}>{t('analysis.title')}</h2>
      <p className={styles['help']}>
        {analysis.finishedAt === null
          ? t('analysis.running')
          : t('analysis.done', { when: formats.exact(analysis.finishedAt), version: analysis.pipelineVersion })}
      </p>
      <ol className={styles['frame']}>
        {analysis.steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { step: StepResult }) {
  const { t } = useTranslation('lab');
  const words = useFindingWords();
  const { state, findings, startedAt, finishedAt } = step;
  // A step that had nothing to ask has done nothing.
  const shown = findings.some(({ kind }) => kind === 'no_scanner') ? 'skipped' : state;
  const took = startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
  return (
    <li className={styles['step']}>
      <div className={styles['stepHead']}>
        <span className={styles['stepName']}>{t(`step.${step.step}`)}</span>
        <Badge {...SIGNS[shown]} word={t(`state.${shown}`)} plain />
        {took !== null && <span className={`${styles['took']} figures`}>{t('analysis.took', { count: took })}</span>}
      </div>
      {findings.length > 0 && (
        <ul className={styles['findings']}>
          {findings.map((one, index) => (
            // Findings of a step have no identity of their own, and never change their order.
            <li key={`${one.kind} ${index}`} data-warning={isWarning(one) || undefined}>
              <bdi>{words(one)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {findings.length === 0 && state === 'done' && <p className={styles['calm']}>{t('analysis.nothing')}</p>}
    </li>
  );
}
