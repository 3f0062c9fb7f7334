import type { Sample } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './sample.module.css';

/** Which of our definitions hit the sample, and the ways out when they should not; nothing where none does. */
export function KnownDetections({ sample: { sha256, detections } }: { sample: Sample }) {
  const { t } = useTranslation('lab');
  const id = useId();
  if (detections.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 className={styles['heading']} id={id}>
        {t('known.title')}
      </h2>
      <ul className={styles['frame']}>
        {detections.map(({ id: detectionId, kind, name, release }) => (
          <li key={detectionId}>
            <Link
              {...(kind === 'hash_list'
                ? { to: '/lab/detections/hash-lists' }
                : { to: '/lab/detections/$detectionId', params: { detectionId } })}
              className={styles['row']}
            >
              <span className={styles['name']}>{name}</span>
              <span className={`${styles['fact']} figures`}>{t('known.since', { release })}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles['deeds']}>
        <p className={styles['help']}>{t('known.help')}</p>
        <Button
          renderRoot={(props) => <Link {...props} to="/lab/detections/allow-list" search={{ file: sha256 }} />}
          variant="default"
          leftSection={<IconShieldOff size={16} aria-hidden />}
        >
          {t('known.allow')}
        </Button>
      </div>
    </section>
  );
}
