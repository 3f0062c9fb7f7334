import type { CheckState, LabRelease } from '@companyaccount/contract';
import {
  type Icon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconLoader,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';
import styles from './definitions.module.css';
import { useReleaseWords } from './use-release-words.ts';

const SIGNS: Record<CheckState, { icon: Icon; tone: Tone }> = {
  waiting: { icon: IconCircleDashed, tone: 'neutral' },
  running: { icon: IconLoader, tone: 'info' },
  passed: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  skipped: { icon: IconCircleMinus, tone: 'warn' },
};

/** What a release, or a detection by itself, has gone through, and by name what stopped it. */
export function ReleaseReport({ report, isDone }: { report: LabRelease['report']; isDone: boolean }) {
  const { t } = useTranslation('definitions');
  const words = useReleaseWords();
  return (
    <>
      <ul className={styles['checks']}>
        {report.checks.map(({ check, state: at, count }) => (
          <li key={check}>
            <span className={styles['checkName']}>{t(`release.check.${check}`)}</span>
            {(at === 'passed' || at === 'failed') && (
              <span className={`${styles['facts']} figures`}>{t(`release.counted.${check}`, { count })}</span>
            )}
            <Badge {...SIGNS[at]} word={t(`release.checkState.${at}`)} plain />
          </li>
        ))}
      </ul>
      {report.failures.length > 0 && (
        <ul className={styles['failures']}>
          {report.failures.map((failure) => (
            <li key={`${failure.check} ${failure.detectionId} ${failure.detail}`}>
              {failure.detectionId === null ? (
                words.failure(failure)
              ) : (
                <Link
                  to="/lab/detections/$detectionId"
                  params={{ detectionId: failure.detectionId }}
                  className={styles['failureLink']}
                >
                  {words.failure(failure)}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
      {isDone && report.failures.length === 0 && report.scanner === null && (
        <p className={styles['warning']}>{t('release.noScanner')}</p>
      )}
      {isDone && report.scanner !== null && (
        <p className={styles['facts']}>
          {report.scanner}
          {!report.isolated &&
            report.checks.some(({ check, state }) => check === 'loading' && state !== 'skipped') &&
            ` · ${t('release.notIsolated')}`}
        </p>
      )}
    </>
  );
}
