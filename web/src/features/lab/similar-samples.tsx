import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { similarSamplesQuery } from './lab-queries.ts';
import styles from './sample.module.css';

/** The samples that are most like this one; nothing where there are none. */
export function SimilarSamples({ sha256 }: { sha256: string }) {
  const { t, i18n } = useTranslation('lab');
  const { data, error, refetch } = useQuery(similarSamplesQuery(sha256));
  if (error === null && (data === undefined || data.data.length === 0)) return null;
  return (
    <section>
      <h2 className={styles['heading']}>{t('similar.title')}</h2>
      <p className={styles['help']}>{t('similar.help')}</p>
      {data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <ul className={styles['frame']}>
          {data.data.map(({ sha256: other, size, mediaType, distance }) => (
            <li key={other}>
              <Link to="/lab/samples/$sha256" params={{ sha256: other }} className={styles['row']}>
                <span className={styles['name']}>
                  <span className={styles['hash']}>{other.slice(0, 16)}</span>
                  <span className={styles['calm']}> · {t('similar.distance', { count: distance })}</span>
                </span>
                <span className={styles['fact']}>{mediaType ?? t('sample.unknown')}</span>
                <span className={`${styles['fact']} figures`}>{formatSize(size, i18n.language)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
