import type { ContainedSample } from '@companyaccount/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../ui/file-field/format-size.ts';
import styles from './sample.module.css';

interface NeighbourSamplesProps {
  heading: string;
  samples: readonly ContainedSample[];
  /** How many there are in all. */
  count: number;
}

/** The samples within one, or those that it lies in; nothing where there are none. */
export function NeighbourSamples({ heading, samples, count }: NeighbourSamplesProps) {
  const { t, i18n } = useTranslation('lab');
  if (samples.length === 0) return null;
  return (
    <section>
      <h2 className={styles['heading']}>{heading}</h2>
      <ul className={styles['frame']}>
        {samples.map(({ sha256, path, size, mediaType }) => (
          <li key={`${sha256} ${path}`}>
            <Link to="/lab/samples/$sha256" params={{ sha256 }} className={styles['row']}>
              <bdi className={styles['name']} title={path}>
                {path}
              </bdi>
              <span className={styles['fact']}>{mediaType ?? t('sample.unknown')}</span>
              <span className={`${styles['fact']} figures`}>{formatSize(size, i18n.language)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {count > samples.length && (
        <p className={styles['calm']}>{t('contains.more', { count: count - samples.length })}</p>
      )}
    </section>
  );
}
