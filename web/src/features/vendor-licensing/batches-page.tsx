import type { LicenseBatch } from '@companyaccount/contract';
import { Button, Progress, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { download } from '../../api/download.ts';
import { errorText } from '../../api/error-text.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { Pages } from '../../ui/states/pages.tsx';
import { Frame } from './frame.tsx';
import { ImportFile } from './import-file.tsx';
import { batchesQuery } from './issued-queries.ts';
import styles from './vendor-licensing.module.css';

/** Licenses by the thousand: a file to import, and what became of those imported before. */
export function BatchesPage() {
  const { t } = useTranslation('issuing');
  const query = useInfiniteQuery(batchesQuery);
  return (
    <Frame of="licenses" current="/admin/licenses/batches">
      <ImportFile />
      <section>
        <h2 className={styles['heading']}>{t('batches.title')}</h2>
        <div className={styles['card']}>
          <Pages query={query} skeleton={3} framed empty={<p className={styles['calm']}>{t('batches.empty')}</p>}>
            {(batches) => (
              <ul className={styles['rows']} aria-label={t('batches.title')}>
                {batches.map((batch) => (
                  <BatchRow key={batch.id} batch={batch} />
                ))}
              </ul>
            )}
          </Pages>
        </div>
      </section>
    </Frame>
  );
}

function BatchRow({ batch }: { batch: LicenseBatch }) {
  const { t } = useTranslation('issuing');
  const formats = useFormats();
  const now = useNow();
  const { id, source, state, total, prepared, createdBy, createdAt, codesUntil } = batch;
  const facts = [t(`batches.source.${source}`), createdBy, formats.exact(createdAt)].join(' · ');
  return (
    <li className={styles['batch']}>
      <div className={styles['what']}>
        <Link to="/admin/licenses" search={{ batch: id }} className={styles['link']}>
          <strong>{t('batches.licenses', { count: total })}</strong>
        </Link>
        <span className={styles['facts']}>{facts}</span>
      </div>
      {state === 'running' && (
        <div className={styles['progress']}>
          <Progress value={(100 * prepared) / total} aria-label={t('batches.progress')} />
          <span className={styles['facts']}>
            {t('batches.prepared', { prepared: formats.number(prepared), total: formats.number(total) })}
          </span>
        </div>
      )}
      {codesUntil !== null && Date.parse(codesUntil) > now && (
        <DownloadCodes id={id} until={t('batches.until', { date: formats.date(codesUntil) })} />
      )}
      {codesUntil !== null && Date.parse(codesUntil) <= now && (
        <span className={styles['facts']}>{t('batches.gone')}</span>
      )}
    </li>
  );
}

function DownloadCodes({ id, until }: { id: string; until: string }) {
  const { t } = useTranslation('issuing');
  const fresh = useFreshSignIn();
  const get = useMutation({ mutationFn: () => fresh(() => download('downloadLicenseBatch', { params: { id } })) });
  const problem = errorText(get.error);
  return (
    <div className={styles['download']}>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={get.isPending}
        onClick={() => get.mutate()}
      >
        {t('batches.download')}
      </Button>
      <span className={styles['facts']}>{until}</span>
      {get.isError && problem !== '' && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {problem}
        </Text>
      )}
    </div>
  );
}
