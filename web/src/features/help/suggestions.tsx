import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { suggestionsQuery } from './help-queries.ts';
import styles from './help.module.css';
import { useLanguage } from './use-language.ts';

const PAUSE_MS = 600;
const ASKED_MAX = 1000;

/** Articles that may answer what is being written; each opens beside the form, in which nothing is lost. */
export function Suggestions({ text }: { text: string }) {
  const { t } = useTranslation('help');
  const [asked] = useDebouncedValue(text.trim().slice(0, ASKED_MAX), PAUSE_MS);
  const articles = useQuery(suggestionsQuery(asked, useLanguage())).data?.data ?? [];
  const shown = asked === '' ? [] : articles;
  return (
    <div role="status">
      {shown.length > 0 && (
        <section className={styles['suggestions']} aria-label={t('suggested')}>
          <strong>{t('suggested')}</strong>
          <ul className={styles['suggested']}>
            {shown.map(({ id, slug, title, language }) => (
              <li key={id}>
                <a href={`/help/${slug}`} target="_blank" rel="noopener" lang={language} className={styles['link']}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
